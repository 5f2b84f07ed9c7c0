using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

public sealed class CauseLoopsTests
{
    private readonly CauseLoops _loops = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _sequence;

    [Fact]
    public void A_rule_that_fires_on_what_it_caused_is_found_after_its_rounds()
    {
        var last = Sensed();
        for (var round = 0; round < CauseLoops.MostRounds; round++)
        {
            Assert.False(Intends("a", last));
            last = Effect();
        }

        Assert.True(Intends("a", last));
    }

    [Fact]
    public void Two_rules_that_keep_one_another_going_are_found()
    {
        var last = Sensed();
        var found = false;
        for (var round = 0; round < 2 * (CauseLoops.MostRounds + 1) && !found; round++)
        {
            found = Intends(round % 2 == 0 ? "a" : "b", last);
            last = Effect();
        }

        Assert.True(found);
    }

    [Fact]
    public void What_a_sensor_saw_begins_anew()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.False(Intends("a", Sensed()));
            Effect();
        }
    }

    [Fact]
    public void What_is_paced_is_no_loop()
    {
        var last = Sensed();
        for (var i = 0; i < 200; i++, _now += TimeSpan.FromSeconds(10))
        {
            Assert.False(Intends("a", last));
            last = Effect();
        }
    }

    [Fact]
    public void Many_intents_from_one_event_are_no_loop()
    {
        var sensed = Sensed();
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(Intends("a", sensed));
        }
    }

    private long Sensed() => See(new ClockTick(), null);

    /// <summary>Of the intent just made.</summary>
    private long Effect() => See(new AlarmRaised("k", Severity.Notice, "m"), _sequence);

    private bool Intends(string rule, long after) =>
        _loops.See(++_sequence, new IntentProposed(new ClearAlarm("k", "b"), rule, "", after) { At = _now }, after);

    private long See(Event e, long? cause)
    {
        Assert.False(_loops.See(++_sequence, e with { At = _now }, cause));
        return _sequence;
    }
}
