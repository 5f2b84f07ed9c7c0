using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Language.Time;

/// <summary>One marble table for each operator, boundary ticks included.</summary>
public sealed class TimeOperatorTests
{
    [Theory]
    [InlineData("0:84 1:85 2:80 3:79 4:84 5:85", "+1 -3 +5")]
    [InlineData("0:90 1:82 2:84 3:80", "+0")]
    [InlineData("0:90 1:x 2:82 3:90", "+0 -1 +3")]
    public void A_level_raises_at_one_value_and_clears_below_another(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).Level(() => gauge.Value, raise: 85, clear: 80);
    });

    [Theory]
    [InlineData("0:21 1:20 2:25 3:26 4:21", "+1 -3")]
    public void A_clear_level_above_the_raise_level_turns_it_around(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).Level(() => gauge.Value, raise: 20, clear: 25);
    });

    [Theory]
    [InlineData("0:90 9.9999999:91 9.9999999:", "")]
    [InlineData("0:90 10:", "+10")]
    [InlineData("0:90 9:10 10: 12:90 30:", "+22")]
    [InlineData("0:90 30:10 31:", "+10 -30")]
    [InlineData("0:90 10:10 40:", "+10 -10")]
    [InlineData("0:10 5:90 7:x 20:", "")]
    public void Held_for_begins_exactly_when_the_time_is_full(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).HeldFor(10.Seconds(), () => gauge.Value > 80);
    });

    [Theory]
    [InlineData("0:9 1:1 2:9 3:1 4:9", "+4")]
    [InlineData("0:9 1:9 2:9 3:1 4:1 5:1 6:9", "+2 -5")]
    [InlineData("0:9 1:1 2:1 3:9 4:1 5:9", "")]
    [InlineData("0:9 1:9 2:9", "+2")]
    [InlineData("0:9 1:9 500:", "")]
    public void N_of_the_last_m_counts_every_sighting_even_an_equal_one(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).AtLeast(3, 5, () => gauge.Value > 5);
    });

    [Theory]
    [InlineData("0:1 10:", "+10")]
    [InlineData("0:1 9:1 18:1 27.9999999:", "")]
    [InlineData("0:1 12:1 22:", "+10 -12 +22")]
    public void Absent_for_begins_when_nothing_was_seen_changed_or_not(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).AbsentFor(10.Seconds());
    });

    [Theory]
    [InlineData("0:1 2:2 9.9999999:", "")]
    [InlineData("0:1 10:", "+10")]
    [InlineData("3:1 9:2 11:3", "+10")]
    public void Absent_for_a_moment_told_by_the_fact_counts_from_there(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).AbsentFor(10.Seconds(), () => gauge.At);
    });

    [Theory]
    [InlineData("0:1 9:2 18:3 27.9999999:", "")]
    [InlineData("0:1 9:1 10:", "+10")]
    [InlineData("0:1 9:2 19: 20:3 30:", "+19 -20 +30")]
    public void Settle_waits_for_the_last_change(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).Settle(10.Seconds());
    });

    [Theory]
    [InlineData("0:0 1:1 2:0", "+2")]
    [InlineData("0:0 5:1 10:0", "+10")]
    [InlineData("0:0 5:1 10.0000001:0", "")]
    [InlineData("0:0 1:1 2:0 3:1 4:0 5:1", "+2 -3")]
    [InlineData("0:0 8:0 9:1 15:0", "+15")]
    public void A_sequence_ends_within_its_window(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        when.Match(() => gauge).Sequence(10.Seconds(), () => gauge.Value == 0, () => gauge.Value == 1, () => gauge.Value == 0);
    });

    [Theory]
    [InlineData("0:0 1:10", "")]
    [InlineData("0:0 1:11", "+1")]
    [InlineData("0:0 10:101", "+10")]
    [InlineData("0:0 10.0000001:500", "")]
    [InlineData("0:0 1:11 2:11", "+1 -2")]
    public void A_rate_is_taken_over_its_window(string marbles, string expected) => Check(marbles, expected, static (when, _) =>
    {
        Gauge gauge = default!;
        double rate = default;
        when.Match(() => gauge).Rate(() => rate, () => gauge.Value, 10.Seconds()).Having(() => rate > 10);
    });

    [Theory]
    [InlineData("0:4 1:5", "")]
    [InlineData("0:4 1:6", "+1 -10")]
    [InlineData("0:5 1:5 2:5", "+1 -11")]
    [InlineData("0:5 10:5 12:5", "+12 -20")]
    public void Accumulate_sums_what_was_seen_and_forgets_what_is_a_window_old(string marbles, string expected) => Check(marbles + " 60:", expected, static (when, _) =>
    {
        Gauge gauge = default!;
        double sum = default;
        when.Match(() => gauge).Accumulate(() => sum, () => gauge.Value, 10.Seconds()).Having(() => sum >= 10);
    });

    [Theory]
    [InlineData("0:1 1:2 9.9999999:3 10:4 11:5 25:6", "+0 +10 +25")]
    [InlineData("0:1 1:x 2:2 10:3", "+0 -1 +10")]
    public void Once_within_lets_one_firing_through_in_each_window(string marbles, string expected) => Check(
        marbles,
        expected,
        static (when, _) =>
        {
            Gauge gauge = default!;
            when.Match(() => gauge).OnceWithin(10.Seconds());
        },
        RuleRepeatability.Repeatable);

    [Fact]
    public void State_survives_a_restart_and_a_fact_put_back_is_no_sighting()
    {
        var held = new Marbles(static (when, _) =>
        {
            Gauge gauge = default!;
            when.Match(() => gauge).HeldFor(10.Seconds(), () => gauge.Value > 80);
        });
        Assert.Equal("", held.Play("0:90 6:"));
        held.Restart();
        Assert.Equal("+10", held.Play("30:"));

        var level = new Marbles(static (when, _) =>
        {
            Gauge gauge = default!;
            when.Match(() => gauge).Level(() => gauge.Value, 85, 80);
        });
        Assert.Equal("+0", level.Play("0:90 1:82"));
        level.Restart();
        Assert.Equal("+1 -2", level.Play("2:79"));

        var count = new Marbles(static (when, _) =>
        {
            Gauge gauge = default!;
            when.Match(() => gauge).AtLeast(3, 5, () => gauge.Value > 5);
        });
        Assert.Equal("", count.Play("0:9 1:9"));
        count.Restart();
        Assert.Equal("+2", count.Play("2:9"));

        var absent = new Marbles(static (when, _) =>
        {
            Gauge gauge = default!;
            when.Match(() => gauge).AbsentFor(10.Seconds());
        });
        Assert.Equal("", absent.Play("0:1 6:"));
        absent.Restart();
        Assert.Equal("+10", absent.Play("11:"));
    }

    [Fact]
    public void Cooldowns_survive_a_restart()
    {
        var once = new Marbles(
            static (when, _) =>
            {
                Gauge gauge = default!;
                when.Match(() => gauge).OnceWithin(10.Seconds());
            },
            RuleRepeatability.Repeatable);
        Assert.Equal("+0", once.Play("0:1"));
        once.Restart();
        Assert.Equal("+10", once.Play("5:2 10:3"));
    }

    [Fact]
    public void An_operator_whose_words_have_changed_starts_anew_and_says_what_it_lost()
    {
        static Rule Make(int seconds) => new Held(seconds);
        var before = RuleSet.Of(Make(10)).CreateSession();
        before.Insert(new Gauge("g", 90));
        var after = RuleSet.Of(Make(20)).CreateSession();
        after.ImportTimeState(before.ExportTimeState());
        after.Insert(new Gauge("g", 90));
        Assert.Equal(["held | 0.0 held-for(10 s) gauge.Value > 80 | Gauge:g"], after.UnclaimedTimeState);
    }

    [Fact]
    public void The_session_tells_when_it_must_be_woken()
    {
        var session = RuleSet.Of(new Held(10)).CreateSession(new SessionOptions { Start = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Null(session.NextDue);
        session.Insert(new Gauge("g", 90));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1).AddSeconds(10), session.NextDue);
        session.Upsert(new Gauge("g", 10));
        Assert.Null(session.NextDue);
    }

    private static void Check(
        string marbles, string expected, Action<ILeftHandSideExpression, GaugeRule> when, RuleRepeatability repeatability = RuleRepeatability.NonRepeatable) =>
        Assert.Equal(expected, Marbles.Play(marbles, when, repeatability));

    private sealed class Held(int seconds) : Rule
    {
        public override void Define()
        {
            Gauge gauge = default!;
            Name("held");
            When().Match(() => gauge).HeldFor(seconds.Seconds(), () => gauge.Value > 80);
            Then().Do(_ => Console.Write(""));
        }
    }
}
