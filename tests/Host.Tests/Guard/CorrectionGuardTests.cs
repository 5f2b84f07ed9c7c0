using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

/// <summary>Corrections are guarded alike, whatever they correct.</summary>
public sealed class CorrectionGuardTests
{
    private readonly ActionGuard _guard = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _sequence;

    public CorrectionGuardTests() => Settings(ActingMode.Act);

    [Fact]
    public void One_resource_has_one_correction_at_a_time_and_another_is_free()
    {
        var first = Ask("a");
        Assert.Equal(Verdict.Allowed, first.Verdict);
        Assert.Contains("has not ended", Ask("a").Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Allowed, Ask("b").Verdict);
        Finish(first, "a");
        Assert.Equal(Verdict.Allowed, Ask("a").Verdict);
    }

    [Fact]
    public void A_daemon_that_observes_corrects_nothing()
    {
        Settings(ActingMode.Observe);
        Assert.Equal(Verdict.Observed, Ask("a").Verdict);
    }

    [Fact]
    public void Failures_in_a_row_open_the_breaker()
    {
        for (var i = 0; i < 3; i++)
        {
            Finish(Ask("a"), "a", Outcome.Failed);
        }

        Assert.Contains("did not succeed", Ask("a").Reason, StringComparison.Ordinal);
        _now += TimeSpan.FromMinutes(1);
        Assert.Equal(Verdict.Allowed, Ask("a").Verdict);
    }

    [Fact]
    public void A_correction_of_the_network_that_fails_waits_seconds_only_as_something_else_may_just_have_to_come_first()
    {
        var intent = new SetLink("eth0", 1420, "test");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Verdict.Allowed, Judge());
            See(new ActionFinished(_sequence, intent, Outcome.Failed, "", TimeSpan.Zero));
        }

        Assert.Equal(Verdict.Refused, Judge());
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal(Verdict.Allowed, Judge());

        Verdict Judge()
        {
            var verdict = _guard.Judge(++_sequence, intent, _now, out _);
            See(verdict);
            return verdict.Verdict;
        }
    }

    [Fact]
    public void That_one_correction_of_a_thing_fails_does_not_keep_another_kind_of_it_from_being_tried()
    {
        for (var i = 0; i < 3; i++)
        {
            Finish(Ask("a"), "a", Outcome.Failed);
        }

        Assert.Equal(Verdict.Refused, Ask("a").Verdict);
        Assert.Equal(Verdict.Allowed, _guard.Judge(++_sequence, new PutOtherwise("a"), _now, out _).Verdict);
    }

    [Fact]
    public void What_is_refused_three_times_waits_seconds_only_as_something_else_may_just_have_to_come_first()
    {
        for (var i = 0; i < 3; i++)
        {
            Finish(Ask("a"), "a", Outcome.Refused);
        }

        foreach (var seconds in (int[])[2, 4, 8, 16, 32, 60, 60])
        {
            Assert.Contains("were refused", Ask("a").Reason, StringComparison.Ordinal);
            _now += TimeSpan.FromSeconds(seconds);
            Finish(Ask("a"), "a", Outcome.Refused);
        }

        _now += TimeSpan.FromMinutes(1);
        Finish(Ask("a"), "a");
        Assert.Equal(Verdict.Allowed, Ask("a").Verdict);
    }

    [Fact]
    public void A_fight_is_noticed_told_and_fought_ever_more_slowly()
    {
        var told = new List<ResourceContended>();
        var allowed = 0;
        for (var second = 0; second < 3600; second++, _now += TimeSpan.FromSeconds(1))
        {
            if (Ask("a") is { Verdict: Verdict.Allowed } verdict)
            {
                allowed++;
                if (_guard.ContentionAfter(Finish(verdict, "a")) is { } contended)
                {
                    told.Add(contended);
                }
            }
        }

        // Five at once, then after 10, 20, 40, 80, 160, 320 and 600 s, and from there on each 10 minutes.
        Assert.InRange(allowed, 5 + 7, 5 + 12);
        Assert.Equal(allowed - 4, told.Count);
        Assert.Equal(("test:a", 5), (told[0].Resource, told[0].Rounds));
        Assert.Equal(allowed, told[^1].Rounds);
        Assert.Equal(Verdict.Allowed, Ask("b").Verdict);
    }

    [Fact]
    public void Who_undid_a_route_last_is_told_with_the_fight_over_it()
    {
        var wanted = new WantedRoute(Cidr.Parse("10.77.0.0/16"), "eth0", "10.9.0.2");
        var intent = new AddRoute(wanted, "test");
        See(new SettingsLoaded("f", "h", ActingMode.Act, []) { Network = new NetworkPolicy { Routes = [wanted] } });
        ResourceContended? told = null;
        for (var i = 0; i < 5; i++)
        {
            See(new RouteChanged(Change.Removed, new NetworkRoute(wanted.To, wanted.Table, 0, "unicast", "eth0", 4, "10.9.0.2"), "zebra (process 12)"));
            var finished = new ActionFinished(++_sequence, intent, Outcome.Succeeded, "", TimeSpan.Zero) { At = _now };
            _guard.See(finished);
            told = _guard.ContentionAfter(finished);
        }

        Assert.Equal((intent.Resource, "zebra (process 12)"), (told?.Resource, told?.By));
    }

    [Fact]
    public void A_fight_that_was_calm_for_long_is_over()
    {
        for (var i = 0; i < 5; i++)
        {
            Finish(Ask("a"), "a");
        }

        Assert.Contains("something else undid it 5 times", Ask("a").Reason, StringComparison.Ordinal);
        _now += TimeSpan.FromMinutes(5);
        Finish(Ask("a"), "a");
        Assert.Equal(Verdict.Allowed, Ask("a").Verdict);
    }

    [Fact]
    public void Corrections_now_and_then_are_no_fight()
    {
        for (var i = 0; i < 100; i++, _now += TimeSpan.FromSeconds(20))
        {
            var verdict = Ask("a");
            Assert.Equal(Verdict.Allowed, verdict.Verdict);
            Assert.Null(_guard.ContentionAfter(Finish(verdict, "a")));
        }
    }

    [Fact]
    public void The_limits_are_those_of_the_settings()
    {
        See(new SettingsLoaded("f", "h", ActingMode.Act, []) { Guard = new GuardPolicy { ActionsPerHour = 2, Rounds = 2 } });
        Finish(Ask("a"), "a");
        Finish(Ask("a"), "a");
        Assert.Contains("limit for all together", Ask("a").Reason, StringComparison.Ordinal);
        _now += TimeSpan.FromMinutes(61);
        Assert.Equal(Verdict.Allowed, Ask("a").Verdict);
    }

    private void Settings(ActingMode mode) => See(new SettingsLoaded("f", "h", mode, []));

    private GuardVerdict Ask(string what)
    {
        var verdict = _guard.Judge(++_sequence, new PutRight(what), _now, out var granted) with { At = _now };
        Assert.Equal(verdict.Verdict is Verdict.Allowed, granted is not null);
        See(verdict);
        return verdict;
    }

    private ActionFinished Finish(GuardVerdict verdict, string what, Outcome outcome = Outcome.Succeeded)
    {
        var finished = new ActionFinished(verdict.IntentSequence, new PutRight(what), outcome, "", TimeSpan.Zero) { At = _now };
        _guard.See(finished);
        return finished;
    }

    private void See(Event e) => _guard.See(e with { At = _now });

    private sealed record PutOtherwise(string What) : Correction("test")
    {
        public override string Resource => "test:" + What;
    }

    private sealed record PutRight(string What) : Correction("test")
    {
        public override string Resource => "test:" + What;
    }
}
