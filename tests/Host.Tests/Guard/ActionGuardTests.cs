using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

public sealed class ActionGuardTests
{
    [Fact]
    public void What_was_decided_before_the_last_growth_ended_is_stale()
    {
        var scene = new GuardScene(GuardScene.Policy with { Cooldown = TimeSpan.Zero });
        var before = scene.History[^1].Sequence;
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(2));
        var wanted = new GrowVolume("data", Bytes.FromGiB(3), "test");
        Assert.Equal(Verdict.Refused, scene.Ask(wanted, out _, before).Verdict);
        Assert.Equal(Verdict.Allowed, scene.Ask(wanted, out _).Verdict);
    }

    [Fact]
    public void A_growth_within_its_limits_is_allowed()
    {
        var scene = new GuardScene();
        Assert.Equal(Verdict.Allowed, scene.Ask(2, out var granted).Verdict);
        Assert.Equal(Bytes.FromGiB(2), Assert.IsType<GrowVolume>(granted).ToAtLeast);
    }

    [Fact]
    public void A9_a_growth_beyond_the_ceiling_is_clamped_and_the_reason_says_so()
    {
        var verdict = new GuardScene().Ask(20, out var granted);
        Assert.Equal(Verdict.Allowed, verdict.Verdict);
        Assert.Equal(Bytes.FromGiB(8), Assert.IsType<GrowVolume>(granted).ToAtLeast);
        Assert.Contains("ceiling of 8 GiB", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A9_at_the_ceiling_nothing_is_allowed_and_present_size_and_limit_are_named()
    {
        var scene = new GuardScene();
        scene.Sample(Bytes.FromGiB(8));
        var verdict = scene.Ask(9, out var granted);
        Assert.Equal((Verdict.Refused, (Intent?)null), (verdict.Verdict, granted));
        Assert.Contains("8 GiB, at its ceiling of 8 GiB", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_it_has_already_is_refused() =>
        Assert.Contains("1 GiB already", new GuardScene().Ask(1).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_volume_without_settings_is_never_grown()
    {
        var verdict = new GuardScene().Ask(new GrowVolume("other", Bytes.FromGiB(2), "test"), out _);
        Assert.Equal(Verdict.Refused, verdict.Verdict);
        Assert.Contains("not in the settings", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_that_is_gone_is_not_grown()
    {
        var scene = new GuardScene();
        scene.See(new VolumeLost("data", "gone"));
        Assert.Contains("not mounted", scene.Ask(2).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A34_D15_a_volume_that_is_read_only_is_not_grown()
    {
        var scene = new GuardScene();
        scene.Sample(Bytes.FromGiB(1), isReadOnly: true);
        Assert.Contains("read-only", scene.Ask(2).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A27_one_action_at_a_time_and_it_is_named()
    {
        var scene = new GuardScene();
        var first = scene.Ask(2);
        var second = scene.Ask(3);
        Assert.Equal(Verdict.Refused, second.Verdict);
        Assert.Contains($"action {first.IntentSequence}", second.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void G1_D20_the_cooldown_runs_from_the_end_of_the_growth_before()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(2));
        scene.Pass(TimeSpan.FromSeconds(29));
        Assert.Contains("cooling down for 1 s", scene.Ask(3).Reason, StringComparison.Ordinal);
        scene.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(Verdict.Allowed, scene.Ask(3).Verdict);
    }

    [Fact]
    public void A_volume_that_fills_before_the_cooldown_ends_is_an_emergency()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(2), timeToFull: TimeSpan.FromSeconds(10));
        var verdict = scene.Ask(3, out var granted);
        Assert.Equal(Verdict.AllowedInEmergency, verdict.Verdict);
        Assert.NotNull(granted);
        Assert.Contains("1 of 3", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_volume_is_an_emergency_although_nothing_fills_it_now()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(2), available: Bytes.Zero);
        Assert.Equal(Verdict.AllowedInEmergency, scene.Ask(3).Verdict);
    }

    [Fact]
    public void The_emergency_budget_is_spent_and_comes_back_after_an_hour()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        for (var i = 0; i < 3; i++)
        {
            scene.Sample(Bytes.FromGiB(2), timeToFull: TimeSpan.FromSeconds(1));
            var verdict = scene.Ask(3);
            Assert.Equal(Verdict.AllowedInEmergency, verdict.Verdict);
            scene.Finish(verdict);
        }

        scene.Sample(Bytes.FromGiB(2), timeToFull: TimeSpan.FromSeconds(1));
        Assert.Contains("all 3 emergency growths of this hour are spent", scene.Ask(3).Reason, StringComparison.Ordinal);

        // Cooled down, it goes on as usual; and an hour later there are emergencies again.
        scene.Pass(TimeSpan.FromMinutes(60));
        scene.Finish(scene.Ask(3));
        scene.Sample(Bytes.FromGiB(3), timeToFull: TimeSpan.FromSeconds(1));
        Assert.Contains("1 of 3", scene.Ask(4).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_breaker_opens_after_three_failures_backs_off_twice_as_long_each_time_and_closes_after_a_success()
    {
        var scene = new GuardScene(GuardScene.Policy with { Cooldown = TimeSpan.Zero });
        for (var i = 0; i < 3; i++)
        {
            scene.Finish(Allowed(scene), Outcome.Failed);
        }

        foreach (var minutes in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            var refused = scene.Ask(2);
            Assert.Contains("actions in a row did not succeed", refused.Reason, StringComparison.Ordinal);
            scene.Pass(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(Verdict.Refused, scene.Ask(2).Verdict);
            scene.Pass(TimeSpan.FromMilliseconds(1));
            scene.Finish(Allowed(scene), Outcome.Failed);
        }

        scene.Pass(TimeSpan.FromHours(1));
        scene.Finish(Allowed(scene));
        scene.Finish(Allowed(scene), Outcome.Failed);
        Allowed(scene);
    }

    [Theory]
    [InlineData(Outcome.Refused)]
    [InlineData(Outcome.Failed)]
    public void A7_what_is_refused_by_the_machine_counts_like_a_failure_so_that_no_storm_of_tries_follows(Outcome outcome)
    {
        var scene = new GuardScene(GuardScene.Policy with { Cooldown = TimeSpan.Zero });
        for (var i = 0; i < 3; i++)
        {
            scene.Finish(Allowed(scene), outcome);
        }

        Assert.Equal(Verdict.Refused, scene.Ask(2).Verdict);
    }

    [Fact]
    public void A6_what_was_abandoned_is_left_alone_until_its_sizes_agree()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2), Outcome.Abandoned);
        scene.Pass(TimeSpan.FromHours(3));
        Assert.Contains("abandoned", scene.Ask(2).Reason, StringComparison.Ordinal);
        scene.Sample(Bytes.FromGiB(2), fileSystem: Bytes.FromGiB(1));
        Assert.Contains("abandoned", scene.Ask(3).Reason, StringComparison.Ordinal);
        scene.Sample(Bytes.FromGiB(2));
        Assert.Equal(Verdict.Allowed, scene.Ask(3).Verdict);
    }

    [Fact]
    public void A6_a_filesystem_that_cannot_use_the_last_few_blocks_is_sound_all_the_same()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2), Outcome.Abandoned);
        scene.Pass(TimeSpan.FromHours(3));
        scene.Sample(Bytes.FromGiB(2), fileSystem: Bytes.FromGiB(2) - Bytes.FromMiB(3));
        Assert.Equal(Verdict.Allowed, scene.Ask(3).Verdict);
    }

    [Fact]
    public void A1_a_half_done_growth_may_be_finished_at_once_and_also_at_the_ceiling()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(9), fileSystem: Bytes.FromGiB(2));
        Assert.Equal(Verdict.Allowed, scene.Ask(9, out var granted).Verdict);
        Assert.Equal(Bytes.FromGiB(9), Assert.IsType<GrowVolume>(granted).ToAtLeast);
    }

    [Fact]
    public void G15_an_observing_guard_allows_nothing_but_alarms()
    {
        var scene = new GuardScene(mode: ActingMode.Observe);
        var verdict = scene.Ask(2, out var granted);
        Assert.Equal((Verdict.Observed, (Intent?)null), (verdict.Verdict, granted));
        Assert.Equal(Verdict.Allowed, scene.Ask(new RaiseAlarm("a", Severity.Notice, "x"), out granted).Verdict);
        Assert.NotNull(granted);
    }

    [Fact]
    public void Before_any_settings_nothing_is_done()
    {
        var guard = new ActionGuard();
        Assert.Equal(Verdict.Refused, guard.Judge(1, new GrowVolume("data", Bytes.FromGiB(2), "x"), default, out var granted).Verdict);
        Assert.Null(granted);
        Assert.Equal(ActingMode.Observe, guard.Mode);
    }

    [Fact]
    public void G13_a_host_has_a_limit_of_its_own()
    {
        var scene = new GuardScene(GuardScene.Policy with { Cooldown = TimeSpan.Zero });
        for (var i = 0; i < GuardPolicy.Default.ActionsPerHour; i++)
        {
            scene.Finish(Allowed(scene));
        }

        Assert.Contains("limit for all together", scene.Ask(2).Reason, StringComparison.Ordinal);
        scene.Pass(TimeSpan.FromHours(1));
        Allowed(scene);
    }

    [Fact]
    public void An_alarm_that_stands_is_not_raised_again_but_its_text_may_change()
    {
        var scene = new GuardScene();
        var raise = new RaiseAlarm("a", Severity.Warning, "x");
        Assert.Equal(Verdict.Allowed, scene.Ask(raise, out _).Verdict);
        scene.See(new AlarmRaised("a", Severity.Warning, "x"));
        Assert.Equal(Verdict.Refused, scene.Ask(raise, out _).Verdict);
        Assert.Equal(Verdict.Allowed, scene.Ask(raise with { Because = "y" }, out _).Verdict);
        Assert.Equal(Verdict.Allowed, scene.Ask(new ClearAlarm("a", ""), out _).Verdict);
        scene.See(new AlarmCleared("a"));
        Assert.Equal(Verdict.Refused, scene.Ask(new ClearAlarm("a", ""), out _).Verdict);
    }

    [Fact]
    public void L19_after_a_restart_the_past_still_counts_and_nothing_is_in_flight_that_had_not_begun()
    {
        var scene = new GuardScene();
        scene.Finish(scene.Ask(2));
        scene.Sample(Bytes.FromGiB(2));
        scene.Pass(TimeSpan.FromSeconds(31));
        scene.Ask(3);
        Restart(scene, Bytes.FromGiB(2));
        Assert.Equal(Verdict.Allowed, scene.Ask(3).Verdict);
    }

    [Fact]
    public void A1_after_a_restart_an_action_that_had_begun_is_still_in_flight_until_the_recovery_ends_it()
    {
        var scene = new GuardScene();
        var begun = scene.Ask(2);
        scene.Start(begun);
        Restart(scene, Bytes.FromGiB(1));
        Assert.Contains($"action {begun.IntentSequence}", scene.Ask(3).Reason, StringComparison.Ordinal);
        scene.Finish(begun, Outcome.AlreadySo);
        scene.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Verdict.Allowed, scene.Ask(3).Verdict);
    }

    [Fact]
    public void The_end_of_one_action_does_not_end_another()
    {
        var scene = new GuardScene();
        var running = scene.Ask(2);
        scene.Finish(running with { IntentSequence = running.IntentSequence - 1 });
        Assert.Contains($"action {running.IntentSequence}", scene.Ask(3).Reason, StringComparison.Ordinal);
    }

    private static void Restart(GuardScene scene, Bytes size)
    {
        scene.See(new DaemonStarted("v", "b", 1));
        scene.Settings(GuardScene.Policy);
        scene.See(new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/data.img"));
        scene.Sample(size);
    }

    private static GuardVerdict Allowed(GuardScene scene)
    {
        var verdict = scene.Ask(2);
        Assert.True(verdict.Verdict is Verdict.Allowed, verdict.Reason);
        return verdict;
    }
}
