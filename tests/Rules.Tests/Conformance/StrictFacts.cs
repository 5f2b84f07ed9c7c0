using EventOps.Rules.Engine;

namespace EventOps.Rules.Tests.Conformance;

/// <summary>Facts 1 to 22 about NRules' semantics, as found out from outside.</summary>
public sealed class StrictFacts
{
    private readonly Recorder _log = new();
    private readonly Disk _a = new("a", 90);
    private readonly Disk _b = new("b", 90);

    [Fact]
    public void F01_An_update_fires_a_repeatable_rule_again_even_if_nothing_changed()
    {
        var session = _log.Strict(new FullDisk(_log));
        session.Insert(_a);
        session.Fire();
        session.Update(_a);
        session.Fire();
        Assert.Equal("a a", _log.Take());
    }

    [Fact]
    public void F02_A_non_repeatable_rule_fires_again_only_after_it_has_stopped_matching()
    {
        var session = _log.Strict(new FullDiskOnce(_log));
        session.Insert(_a);
        session.Fire();
        session.Update(_a);
        session.Fire();
        Assert.Equal("a", _log.Take());
        Set(session, 10);
        session.Fire();
        Set(session, 90);
        session.Fire();
        Assert.Equal("a", _log.Take());
    }

    [Fact]
    public void F03_Undo_runs_only_for_a_match_that_had_fired()
    {
        var session = _log.Strict(new FullDiskWithUndo(_log));
        session.Insert(_a);
        session.Retract(_a);
        session.Fire();
        Assert.Equal("", _log.Take());
        session.Insert(_a);
        session.Fire();
        session.Retract(_a);
        session.Fire();
        Assert.Equal("do undo a", _log.Take());
    }

    [Fact]
    public void F04_Collect_over_no_facts_gives_an_empty_collection_and_the_rule_fires()
    {
        var session = _log.Strict(new AllSnapshots(_log));
        session.Fire();
        Assert.Equal("n0", _log.Take());
        session.InsertAll([new Snapshot("a"), new Snapshot("b")]);
        session.Fire();
        Assert.Equal("n2", _log.Take());
    }

    [Fact]
    public void F05_Or_with_both_branches_true_fires_twice()
    {
        var session = _log.Strict(new FullOrNamed(_log));
        session.Insert(_a);
        session.Insert(_b);
        session.Fire();
        Assert.Equal("a a b", _log.Take());
    }

    [Fact]
    public void F06_All_is_true_with_no_facts_and_a_failing_fact_removes_the_match()
    {
        var session = _log.Strict(new AllFull(_log));
        session.Fire();
        Assert.Equal("all", _log.Take());
        session.Insert(_a);
        session.Fire();
        Assert.Equal("", _log.Take());
        session.Insert(new Disk("c", 10));
        session.Fire();
        Assert.Equal("not all", _log.Take());
    }

    [Fact]
    public void F07_Exists_fires_again_for_the_left_fact_only()
    {
        var session = _log.Strict(new HasSnapshot(_log));
        var snapshot = new Snapshot("a");
        session.InsertAll([_a, snapshot]);
        session.Fire();
        Assert.Equal("a", _log.Take());
        session.Update(snapshot);
        session.Insert(new Snapshot("a"));
        session.Fire();
        Assert.Equal("", _log.Take());
        session.Update(_a);
        session.Fire();
        Assert.Equal("a", _log.Take());
    }

    [Fact]
    public void F08_A_yielded_fact_is_renewed_on_update_and_goes_with_its_cause()
    {
        var session = _log.Strict(new WarnFull(), new ReadWarning(_log));
        session.Insert(_a);
        session.Fire();
        Set(session, 95);
        session.Fire();
        Assert.Equal("a90 a95", _log.Take());
        var warning = Assert.Single(session.Query<Warning>());
        Assert.Throws<ArgumentException>(() => session.Update(warning));
        session.Retract(_a);
        Assert.Empty(session.Query<Warning>());
    }

    [Fact]
    public void F09_Higher_priority_first_then_in_order_of_activation()
    {
        var session = _log.Strict(new Named(_log, "x", 0), new Named(_log, "y", 0), new Named(_log, "z", 5));
        session.InsertAll([_a, _b]);
        session.Fire();
        Assert.Equal("za zb xa ya xb yb", _log.Take());
    }

    [Fact]
    public void F10_A_throwing_condition_surfaces_in_Insert_and_the_fact_stays()
    {
        var session = _log.Strict(new Checks(_log));
        _a.Throws = true;
        var thrown = Assert.Throws<RuleConditionException>(() => session.Insert(_a));
        Assert.IsType<InvalidOperationException>(thrown.InnerException);
        Assert.False(session.TryInsert(_a));
        _a.Throws = false;
        session.Update(_a);
        session.Fire();
        Assert.Equal("a", _log.Take());
    }

    [Fact]
    public void F11_A_throwing_action_surfaces_in_Fire_and_the_others_wait()
    {
        var session = _log.Strict(new FailsOn(_log, "a"));
        session.InsertAll([_a, _b]);
        Assert.Throws<RuleActionException>(() => session.Fire());
        Assert.Equal("a", _log.Take());
        Assert.Equal(1, session.Fire());
        Assert.Equal("b", _log.Take());
    }

    [Fact]
    public void F12_A_fact_changed_without_Update_is_not_seen()
    {
        var session = _log.Strict(new FullDisk(_log));
        _a.Used = 10;
        session.Insert(_a);
        _a.Used = 90;
        Assert.Equal(0, session.Fire());

        // A change of another fact is no occasion to look at this one either; to be told of it is.
        _b.Used = 10;
        session.Insert(_b);
        session.Retract(_b);
        Assert.Equal(0, session.Fire());
        session.Update(_a);
        Assert.Equal(1, session.Fire());
    }

    [Fact]
    public void F13_Changed_and_then_retracted_leaves_no_match_behind()
    {
        var session = _log.Strict(new FullDisk(_log), new HasSnapshot(_log));
        var snapshot = new Snapshot("a");
        session.InsertAll([_a, snapshot]);
        _a.Used = 10;
        _a.Name = "other";
        session.Retract(_a);
        session.Retract(snapshot);
        Assert.Equal(0, session.Fire());
        Assert.Equal(0, session.FactCount);
    }

    [Fact]
    public void F14_Fire_takes_a_limit_and_goes_on_where_it_stopped()
    {
        var session = _log.Strict(new Named(_log, "x", 0));
        session.InsertAll([_a, _b, new Disk("c")]);
        Assert.Equal(2, session.Fire(2));
        Assert.Equal(1, session.Fire());
        Assert.Equal("xa xb xc", _log.Take());
    }

    [Fact]
    public void F15_Halt_ends_this_round_and_the_rest_stays()
    {
        var session = _log.Strict(new HaltsOn(_log, "a"));
        session.InsertAll([_a, _b]);
        Assert.Equal(1, session.Fire());
        Assert.Equal("a", _log.Take());
        Assert.Equal(1, session.Fire());
        Assert.Equal("b", _log.Take());
    }

    [Fact]
    public void F16_Patterns_on_an_interface_or_base_type_match_subtypes()
    {
        var session = _log.Strict(new Things(_log), new FullDisk(_log));
        session.Insert(new BigDisk("big", 90));
        session.Fire();
        Assert.Equal("big big", _log.Take());
    }

    [Fact]
    public void F17_Inserting_a_known_fact_throws_and_the_Try_forms_say_no()
    {
        var session = _log.Strict(new FullDisk(_log));
        session.Insert(_a);
        Assert.Throws<ArgumentException>(() => session.Insert(_a));
        Assert.False(session.TryInsert(_a));
        Assert.False(session.TryInsertAll([_b, _a]));
        Assert.Equal(1, session.FactCount);
        Assert.False(session.TryUpdate(_b));
        Assert.False(session.TryRetract(_b));
        Assert.Throws<ArgumentException>(() => session.Retract(_b));
    }

    [Fact]
    public void F18_OnChange_fires_at_first_and_when_its_key_changes()
    {
        var session = _log.Strict(new PoolChanges(_log));
        _a.Pool = "1";
        session.Insert(_a);
        session.Fire();
        Set(session, 50);
        session.Fire();
        Assert.Equal("a1", _log.Take());
        _a.Pool = "2";
        session.Update(_a);
        session.Fire();
        Assert.Equal("a2", _log.Take());
    }

    [Fact]
    public void F19_GroupBy_is_one_match_for_each_group_and_fires_again_for_the_changed_one()
    {
        var session = _log.Strict(new ByPool(_log));
        session.InsertAll([new Disk("a") { Pool = "p" }, new Disk("b") { Pool = "q" }, new Disk("c") { Pool = "p" }]);
        session.Fire();
        Assert.Equal("p2 q1", _log.Take());
        session.Insert(new Disk("d") { Pool = "q" });
        session.Fire();
        Assert.Equal("q2", _log.Take());
    }

    [Fact]
    public void F20_Let_is_computed_anew_on_update_and_Having_sees_it()
    {
        var session = _log.Strict(new Computed(_log));
        session.Insert(_a);
        session.Fire();
        Set(session, 50);
        session.Fire();
        Set(session, 85);
        session.Fire();
        Assert.Equal("a10 a15", _log.Take());

        // The match stands all the while.
        Set(session, 88);
        session.Fire();
        Assert.Equal("a12", _log.Take());
    }

    [Fact]
    public void F21_Not_alone_matches_the_empty_session_and_again_after_insert_and_retract()
    {
        var session = _log.Strict(new NoSnapshotAtAll(_log));
        session.Fire();
        Assert.Equal("none", _log.Take());
        var snapshot = new Snapshot("a");
        session.Insert(snapshot);
        session.Fire();
        session.Retract(snapshot);
        session.Fire();
        Assert.Equal("none", _log.Take());
    }

    [Fact]
    public void F22_A_repeatable_rule_that_updates_its_own_fact_loops_until_the_limit()
    {
        var session = _log.Strict(new Loops(_log));
        session.Insert(_a);
        Assert.Equal(500, session.Fire(500));
    }

    private void Set(Session session, int used)
    {
        _a.Used = used;
        session.Update(_a);
    }
}
