using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>Signals, ends and new beginnings.</summary>
public sealed class LifeTests
{
    private const string Nowhere = "[[volume]]\nmount = \"/nowhere\"\nstep = \"64M\"\nceiling = \"1G\"\n";

    [Theory]
    [InlineData(DaemonFixture.Terminate)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task L5_L7_asked_to_stop_it_ends_in_good_order_and_its_journal_is_whole(int signal)
    {
        await using var daemon = await new DaemonFixture(Nowhere).StartAsync();
        daemon.Signal(signal);
        Assert.Equal(0, await daemon.ExitAsync());
        daemon.JournalIsSound();
        Assert.IsType<DaemonStopping>(daemon.Events()[^1]);
    }

    [Fact]
    public async Task L7_a_storm_of_signals_ends_in_one_orderly_stop()
    {
        await using var daemon = await new DaemonFixture(Nowhere).StartAsync();
        for (var i = 0; i < 500; i++)
        {
            daemon.Signal(DaemonFixture.Hangup);
        }

        await daemon.UntilAsync(() => daemon.Events<RulesLoaded>().Count >= 2, "the rules are loaded again");
        daemon.Signal(DaemonFixture.Terminate);
        DaemonFixture.Signal(daemon.ProcessId, DaemonFixture.Terminate);
        DaemonFixture.Signal(daemon.ProcessId, DaemonFixture.Hangup);
        Assert.Equal(0, await daemon.ExitAsync());
        Assert.InRange(daemon.Events<RulesLoaded>().Count, 2, 20);
        daemon.JournalIsSound();
    }

    [Fact]
    public async Task On_reload_rules_with_a_mistake_are_refused_and_those_in_force_go_on()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        File.WriteAllText(Path.Combine(daemon.Rules, "Broken.cs"), "public class Broken : Rule { public override void Define() { nonsense } }");
        daemon.Signal(DaemonFixture.Hangup);

        var refused = await daemon.EventAsync<RulesRefused>();
        Assert.Contains(refused.Problems, p => p.File.EndsWith("/Broken.cs", StringComparison.Ordinal) && p is { Line: 1, Column: > 1 });
        await daemon.SaysAsync("those in force stay");
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);

        // Mended, the whole set is taken.
        File.Delete(Path.Combine(daemon.Rules, "Broken.cs"));
        daemon.Signal(DaemonFixture.Hangup);
        await daemon.UntilAsync(() => daemon.Events<RulesLoaded>().Count >= 2, "the mended rules are loaded");
    }

    [Fact]
    public async Task On_reload_rules_that_kill_their_process_are_refused_and_those_in_force_go_on()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        File.WriteAllText(
            Path.Combine(daemon.Rules, "Deadly.cs"),
            """
            [Name("Deadly")]
            [Description("Ends its process while it is loaded.")]
            public class Deadly : Rule
            {
                public override void Define()
                {
                    Volume volume = default!;
                    When().Match(() => volume, v => v.IsKnown);
                    Then().Do(ctx => ctx.Act(new ClearAlarm("a", "b")));
                    if (Down(0) > 0) { return; }
                }

                private static int Down(int n) => Down(n + 1) + 1;
            }
            """);
        daemon.Signal(DaemonFixture.Hangup);

        await daemon.EventAsync<RulesRefused>();
        await daemon.SaysAsync("those in force stay");
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [Fact]
    public async Task On_reload_settings_that_changed_are_taken_over_without_the_process_ending()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Nowhere).StartAsync();
        daemon.Write(Volumes.Table(volume));
        daemon.Signal(DaemonFixture.Hangup);
        await daemon.UntilAsync(() => daemon.Events<SettingsLoaded>().Count == 2, "the new settings are in force");
        await daemon.EventAsync<VolumeSampled>();
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.Equal(2, daemon.Events<DaemonStarted>().Count);
        Assert.Equal(daemon.ProcessId, daemon.Events<DaemonStarted>()[^1].ProcessId);

        // And it still ends when asked to.
        Assert.Equal(0, await daemon.StopAsync());
        daemon.JournalIsSound();
    }

    [Fact]
    public async Task On_reload_settings_with_a_mistake_are_told_and_those_in_force_go_on()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        daemon.Write("[[volume]]\nmount = \"/nowhere\"\n");
        daemon.Signal(DaemonFixture.Hangup);
        await daemon.SaysAsync("ceiling is missing");
        await daemon.SaysAsync("those in force stay");
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.Single(daemon.Events<SettingsLoaded>());
    }

    [Fact]
    public async Task A_killed_rule_process_is_started_anew_and_told_what_stands()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        await daemon.EventAsync<VolumeSampled>();
        DaemonFixture.Signal(RuleProcess(daemon), DaemonFixture.Kill);

        await daemon.UntilAsync(() => daemon.Events<RulesLoaded>().Count >= 2, "another rule process has its rules");
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
    }

    [Fact]
    public async Task A_rule_process_that_hangs_is_ended_and_what_it_missed_is_decided_by_the_next()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        await daemon.EventAsync<VolumeSampled>();
        DaemonFixture.Signal(RuleProcess(daemon), DaemonFixture.Stop);
        volume.FillOver();

        await daemon.UntilAsync(() => daemon.Events<RulesLoaded>().Count >= 2, "another rule process has its rules");
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
    }

    [Fact]
    public async Task L9_stopped_and_continued_it_reads_again_and_acts()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        await daemon.EventAsync<VolumeSampled>();
        daemon.Signal(DaemonFixture.Stop);
        volume.FillOver();
        daemon.Signal(DaemonFixture.Continue);
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [Fact]
    public async Task A6_L6_a_growth_held_up_by_a_frozen_filesystem_is_waited_for_also_by_a_stop_and_ends_after_the_thaw()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/fsfreeze"), "needs fsfreeze of util-linux");
        using var volume = Volumes.Xfs();

        // A frozen XFS counts what it holds back for itself as free.
        volume.FillOver(share: 0.97);
        Assert.Equal(0, (await DaemonFixture.RunAsync("/usr/sbin/fsfreeze", "-f", volume.MountPath)).Code);
        await using var daemon = new DaemonFixture(Volumes.Table(volume));
        try
        {
            daemon.Launch();
            await daemon.EventAsync<StepStarted>(s => s.Step == 2);
            daemon.Signal(DaemonFixture.Terminate);

            // Longer than what most command lines allow an end to take.
            await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
            Assert.False(daemon.Process.HasExited, daemon.Said);
        }
        finally
        {
            await DaemonFixture.RunAsync("/usr/sbin/fsfreeze", "-u", volume.MountPath);
        }

        Assert.Equal(0, await daemon.ExitAsync());
        Assert.Equal(Outcome.Succeeded, Assert.Single(daemon.Events<ActionFinished>()).Outcome);
        daemon.JournalIsSound();
    }

    [Fact]
    public async Task L6_a_stop_and_new_settings_do_not_wait_for_a_move_between_disks_which_goes_on_and_is_taken_up()
    {
        const string Move = """{"vg_name":"vg0", "lv_name":"[pvmove0]", "lv_uuid":"m", "lv_size":"4194304", "lv_path":"", "lv_attr":"p-C-aom---", "lv_active":"active", "lv_permissions":"writeable", "origin":"", "lv_health_status":"", "data_percent":"", "pool_lv":""}""";
        const string Pool = "[[pool]]\nname = \"vg0\"\ndevices = [\"/dev/nowhere\"]\n";
        using var lvm = new FakeLvm(Move, "echo $$ >> $HERE/movers; while [ ! -e $HERE/stop ] && [ -d $HERE ]; do sleep 0.1; echo Moved: 1%; done; echo $$ >> $HERE/ended");
        await using var daemon = new DaemonFixture(Pool);
        lvm.Launch(daemon);
        await daemon.EventAsync<StepStarted>();
        await daemon.UntilAsync(() => Movers() == 1, "pvmove runs");

        daemon.Write(Pool + Nowhere);
        daemon.Signal(DaemonFixture.Hangup);
        await daemon.UntilAsync(() => daemon.Events<DaemonStarted>().Count == 2 && Movers() == 2, "it began anew, and took the move up");
        Assert.Equal(0, await daemon.StopAsync());
        daemon.JournalIsSound();
        Assert.DoesNotContain(daemon.Events(), e => e is StepFinished or ActionFinished);
        Assert.Equal(Assert.Single(daemon.Events<ActionStarted>().DistinctBy(a => a.IntentSequence)).IntentSequence, daemon.Events<ActionStarted>()[^1].IntentSequence);

        // Nobody reads what they print any more, and both work on to their end.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(lvm.Folder, "stop"), "", TestContext.Current.CancellationToken);
        await daemon.UntilAsync(() => Lines("ended") == 2, "both came to their end");

        int Movers() => Lines("movers");
        int Lines(string file) => File.Exists(Path.Combine(lvm.Folder, file)) ? File.ReadAllLines(Path.Combine(lvm.Folder, file)).Length : 0;
    }

    [Fact]
    public async Task A1_storage_left_larger_than_its_filesystem_is_found_at_the_start_and_finished()
    {
        using var volume = Volumes.Xfs();
        volume.ExtendDevice(Bytes.FromMiB(384));
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();

        var done = await daemon.EventAsync<ActionFinished>();
        Assert.True(done.Outcome is Outcome.Succeeded, done.Detail);
        Assert.Equal(Bytes.FromMiB(384), volume.ImageSize);
        Assert.True(volume.Usage().Size > Bytes.FromMiB(310));
        Assert.Single(Assert.Single(daemon.Events<ActionStarted>()).Steps);
    }

    internal static int RuleProcess(DaemonFixture daemon)
    {
        var all = Directory.EnumerateDirectories($"/proc/{daemon.ProcessId}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Distinct();
        return all.Select(pid => int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))
            .Single(pid => File.ReadAllText($"/proc/{pid}/cmdline").Contains("rules-process", StringComparison.Ordinal)
                && !File.ReadAllText($"/proc/{pid}/cmdline").Contains("compile", StringComparison.Ordinal));
    }
}
