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
