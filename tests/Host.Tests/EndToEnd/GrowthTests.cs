using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>The daemon as a whole, from a write on a real volume to its growth.</summary>
public sealed class GrowthTests
{
    [Fact]
    public async Task A31_a_volume_that_is_being_filled_grows_before_a_write_fails_and_its_content_stays()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume, ceiling: "2G")).StartAsync();
        await daemon.EventAsync<VolumeSampled>();

        // Three times what the volume holds at first: without growth in time the write itself fails.
        var path = volume.Fill("filling", Bytes.FromMiB(900));

        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.Equal(Bytes.FromMiB(900).Value, new FileInfo(path).Length);
        Assert.True(volume.Usage().Size > Bytes.FromMiB(900));
        var intents = daemon.Events<IntentProposed>();
        Assert.All(intents, i => Assert.NotEmpty(i.Intent.Because));
        Assert.Equal(0, await daemon.StopAsync());
        daemon.JournalIsSound();
        Assert.DoesNotContain(daemon.Events<ActionFinished>(), a => a.Outcome is Outcome.Failed or Outcome.Abandoned);
    }

    [Fact]
    public async Task G15_an_observing_daemon_says_what_it_would_do_and_changes_nothing()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume), top: "mode = \"observe\"").StartAsync();
        volume.FillOver();

        var verdict = await daemon.EventAsync<GuardVerdict>(v => v.Verdict is Verdict.Observed);
        Assert.Contains("mode = \"act\"", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(Volumes.Start, volume.ImageSize);
        Assert.Empty(daemon.Events<ActionStarted>());
    }

    [Fact]
    public async Task A9_growth_is_clamped_at_the_ceiling_and_then_an_alarm_stands()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume, ceiling: "350M")).StartAsync();
        volume.FillOver();

        await daemon.UntilAsync(() => volume.ImageSize == Bytes.FromMiB(350), "it grows up to its ceiling");
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        volume.Fill("more", Bytes.FromMiB(20));
        var alarm = await daemon.EventAsync<AlarmRaised>(a => a.Key == "ceiling:data");
        Assert.Contains("350 MiB", alarm.Message, StringComparison.Ordinal);
        var status = await daemon.StatusAsync();
        Assert.Contains(status.Alarms, a => a.Key == "ceiling:data" && a.Severity == Severity.Critical);

        // Space is freed: the alarm goes, and the volume stays as large as it is.
        File.Delete(Path.Combine(volume.MountPath, "filling"));
        await daemon.EventAsync<AlarmCleared>(a => a.Key == "ceiling:data");
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(Bytes.FromMiB(350), volume.ImageSize);
    }

    [Fact]
    public async Task A_ceiling_under_the_present_size_is_told_and_nothing_is_grown()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume, ceiling: "200M")).StartAsync();
        volume.FillOver();

        var alarm = await daemon.EventAsync<AlarmRaised>(a => a.Key == "ceiling:data");
        Assert.Contains("200 MiB", alarm.Message, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(Volumes.Start, volume.ImageSize);
        Assert.Empty(daemon.Events<ActionStarted>());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("new\nline")]
    [InlineData("ünïcødé ☃")]
    [InlineData("-rf $(reboot) `x` \"q\" \\040")]
    public async Task D9_D10_a_volume_grows_whatever_its_mount_path_is_called(string name)
    {
        using var volume = Volumes.Xfs(name);
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        volume.FillOver();

        var done = await daemon.EventAsync<ActionFinished>();
        Assert.True(done.Outcome is Outcome.Succeeded, done.Detail);
        Assert.True(volume.ImageSize > Volumes.Start);
        var found = await daemon.EventAsync<VolumeFound>();
        Assert.Equal(volume.MountPath, found.MountPoint);
    }

    [Fact]
    public async Task L3_a_mount_point_that_does_not_exist_yet_is_waited_for_and_one_that_vanishes_is_told_and_found_again()
    {
        using var volume = Volumes.Xfs();
        volume.Unmount();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        await daemon.EventAsync<VolumeLost>(v => v.Reason.Contains(volume.MountPath, StringComparison.Ordinal));
        Assert.Equal("not there", Assert.Single((await daemon.StatusAsync()).Volumes).State);

        volume.Mount();
        await daemon.EventAsync<VolumeFound>();
        volume.Unmount();
        await daemon.UntilAsync(() => daemon.Events<VolumeLost>().Count == 2, "the volume is lost");
        volume.Mount();
        await daemon.UntilAsync(() => daemon.Events<VolumeFound>().Count == 2, "the volume is found again");
        volume.FillOver();
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.True(volume.ImageSize > Volumes.Start);
    }

    [Fact]
    public async Task A7_a_full_backing_filesystem_is_told_before_it_matters_and_refused_before_the_first_step()
    {
        using var small = new SmallTmpfs(Bytes.FromMiB(360));
        using var volume = Volumes.Xfs(folder: small.Path);
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();

        // Nothing is full yet: what would stand in the way is said already.
        var alarm = await daemon.EventAsync<AlarmRaised>(a => a.Key == "growth:data");
        Assert.Contains("the filesystem that holds", alarm.Message, StringComparison.Ordinal);
        Assert.Contains("64 MiB", alarm.Message, StringComparison.Ordinal);

        volume.FillOver();
        var refused = await daemon.EventAsync<ActionFinished>();
        Assert.Equal(Outcome.Refused, refused.Outcome);
        Assert.Contains("needs", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("free space there", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(Volumes.Start, volume.ImageSize);
        Assert.Empty(daemon.Events<ActionStarted>());

        // No storm of tries: the breaker opens after three.
        Assert.InRange(daemon.Events<ActionFinished>().Count, 1, 3);
    }

    [Fact]
    public async Task A32_a_volume_short_of_inodes_grows_when_that_helps()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume, more: "grow-at-inodes = \"1%\"")).StartAsync();
        MakeFiles(volume, 4000);

        var intent = await daemon.EventAsync<IntentProposed>(i => i.Intent is GrowVolume);
        Assert.Contains("inodes", intent.Intent.Because, StringComparison.Ordinal);
        await daemon.EventAsync<ActionFinished>(a => a.Outcome is Outcome.Succeeded);
        Assert.True(volume.ImageSize > Volumes.Start);
    }

    [Fact]
    public async Task A32_inodes_that_growth_cannot_bring_are_raised_and_not_grown_at()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Size = Bytes.FromMiB(64), MakeArguments = ["-N", "64"] });
        await using var daemon = await new DaemonFixture(Volumes.Table(volume, ceiling: "66M").Replace("64M", "2M", StringComparison.Ordinal)).StartAsync();
        var free = volume.Usage().InodesFree;
        MakeFiles(volume, (int)free);

        var alarm = await daemon.EventAsync<AlarmRaised>(a => a.Key == "inodes:data");
        Assert.Equal(Severity.Critical, alarm.Severity);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(Bytes.FromMiB(64), volume.ImageSize);
        Assert.Empty(daemon.Events<ActionStarted>());
    }

    private static void MakeFiles(ScratchVolume volume, int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.Create(Path.Combine(volume.MountPath, "f" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))).Dispose();
        }
    }
}
