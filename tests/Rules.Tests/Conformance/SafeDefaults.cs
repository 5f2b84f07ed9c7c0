using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Conformance;

/// <summary>Where the daemon differs on purpose: facts 10, 11 and 22, and updates that change nothing.</summary>
public sealed class SafeDefaults
{
    private readonly Recorder _log = new();
    private readonly Disk _a = new("a", 90);
    private readonly Disk _b = new("b", 90);

    [Fact]
    public void A_throwing_condition_counts_as_not_met_and_is_told_once()
    {
        var session = _log.Safe(new Checks(_log), new FullDisk(_log));
        _a.Throws = true;
        session.Insert(_a);
        session.Update(_a);
        session.Fire();
        Assert.Equal("a", _log.Take());
        var fault = Assert.Single(_log.Faults);
        Assert.Equal((typeof(Checks).FullName, RuleFaultPlace.Condition, false), (fault.Rule, fault.Where, fault.IsParked));
        _a.Throws = false;
        session.Update(_a);
        session.Fire();
        Assert.Equal("a a", _log.Take());
    }

    [Fact]
    public void A_throwing_action_parks_its_rule_and_the_others_go_on()
    {
        var session = _log.Safe(new FailsOn(_log, "a"), new FullDisk(_log));
        session.InsertAll([_a, _b]);
        session.Fire();
        Assert.Equal("a a b", _log.Take());
        Assert.True(Assert.Single(_log.Faults).IsParked);
        Assert.Equal([typeof(FailsOn).FullName], session.ParkedRules);
        session.Unpark(typeof(FailsOn).FullName!);
        session.Update(_b);
        session.Fire();
        Assert.Equal("b b", _log.Take());
    }

    [Fact]
    public void A_loop_meets_the_budget_and_the_error_names_the_cycle()
    {
        var session = _log.Safe(new Loops(_log), new FullDiskOnce(_log));
        session.Insert(_a);
        session.Fire();
        var fault = Assert.Single(_log.Faults);
        Assert.Equal(RuleFaultPlace.Cycle, fault.Where);
        Assert.Contains(typeof(Loops).FullName + " → …", fault.Message, StringComparison.Ordinal);
        Assert.InRange(_log.Log.Count, 100, 102);
        Assert.Equal([typeof(Loops).FullName], session.ParkedRules);
    }

    [Fact]
    public void An_update_that_equals_what_is_there_fires_nothing_and_the_same_key_is_the_same_fact()
    {
        var session = _log.Safe(new Alarms(_log));
        session.Upsert(new Alarm("k", Severity.Warning, "one", default));
        session.Fire();
        session.Upsert(new Alarm("k", Severity.Warning, "one", default));
        session.Fire();
        session.Upsert(new Alarm("k", Severity.Warning, "two", default));
        session.Fire();
        Assert.Equal("one two", _log.Take());
        Assert.Equal(1, session.FactCount);
    }

    [Fact]
    public void Many_changes_from_outside_are_no_loop()
    {
        var session = _log.Safe(new FullDisk(_log));
        session.InsertAll(Enumerable.Range(0, 500).Select(i => new Disk($"d{i}", 90)));
        Assert.Equal(500, session.Fire());
        Assert.Empty(_log.Faults);
    }

    [Fact]
    public void Two_rules_that_fire_each_other_are_named_together()
    {
        var session = _log.Safe(new Ping(_log), new Pong(_log), new Computed(_log));
        session.Insert(_a);
        session.Fire();
        Assert.Equal(2, _log.Faults.Count);
        Assert.All(_log.Faults, f => Assert.True(f.Message.Contains("ping → pong", StringComparison.Ordinal) || f.Message.Contains("pong → ping", StringComparison.Ordinal), f.Message));
    }

    [Fact]
    public void A_join_condition_or_a_query_that_throws_counts_as_not_met()
    {
        var session = _log.Safe(new JoinThrows(_log), new QueryThrows(_log), new FullDisk(_log));
        session.Insert(new Snapshot("a"));
        _a.Throws = true;
        session.Insert(_a);
        session.Insert(_b);
        session.Fire();
        Assert.Equal(["a", "b", "join b", "sum 90"], _log.Log.Order());
        Assert.Equal(2, _log.Faults.Count);
        _log.Log.Clear();
        _a.Throws = false;
        session.Update(_a);
        session.Fire();
        Assert.Equal(["a", "join a", "sum 180"], _log.Log.Order());
        session.Retract(_a);
        session.Retract(_b);
        Assert.Equal(1, session.FactCount);
    }

    private sealed class Ping(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            Disk disk = default!;
            Name("ping");
            When().Match(() => disk, d => d.Pool == "");
            Then().Do(ctx => ctx.Update(disk, d => Set(d, "x")));
        }

        private static void Set(Disk disk, string pool) => disk.Pool = pool;
    }

    private sealed class Pong(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            Disk disk = default!;
            Name("pong");
            When().Match(() => disk, d => d.Pool == "x");
            Then().Do(ctx => ctx.Update(disk, d => Set(d)));
        }

        private static void Set(Disk disk) => disk.Pool = "";
    }

    private sealed class JoinThrows(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            Snapshot snapshot = default!;
            Disk disk = default!;
            When().Match(() => snapshot).Match(() => disk, d => d.Checked > snapshot.Disk.Length);
            Then().Do(_ => Note("join " + disk.Name));
        }
    }

    private sealed class QueryThrows(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            IEnumerable<int> all = default!;
            When().Query(() => all, q => q.Match<Disk>().Select(d => d.Checked).Collect()).Having(() => all.Any());
            Then().Do(_ => Note("sum " + all.Sum()));
        }
    }

    private sealed class Alarms(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            Alarm alarm = default!;
            When().Match(() => alarm);
            Then().Do(_ => Note(alarm.Message));
        }
    }
}
