using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Security;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Volumes;

/// <summary>Growing real filesystems on real loop devices.</summary>
public sealed class ImageGrowthTests
{
    [Theory]
    [InlineData("xfs", 320, 384)]
    [InlineData("xfs", 320, 321)]
    [InlineData("xfs", 320, 330)]
    [InlineData("btrfs", 300, 364)]
    [InlineData("btrfs", 300, 302)]
    public async Task Storage_and_filesystem_grow_to_the_size_asked_for_however_small_the_step(string fileSystem, long from, long to)
    {
        using var volume = Make(fileSystem, from);
        var content = volume.Fill("content", Bytes.FromMiB(8));
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(to));
        Assert.Equal(2, await Growths.CarryOutAsync(steps));
        Assert.Equal(Bytes.FromMiB(to), volume.ImageSize);
        Assert.Equal(Bytes.FromMiB(8).Value, new FileInfo(content).Length);
    }

    [Fact]
    public async Task A21_a_btrfs_too_small_to_be_resized_is_refused_before_anything_is_extended()
    {
        using var volume = Make("btrfs", 128);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(192));
        Assert.Contains("256 MiB", (await Growths.RefusalAsync(steps[1])).What, StringComparison.Ordinal);
        Assert.Equal(Bytes.FromMiB(128), volume.ImageSize);
    }

    [Fact]
    public async Task A_growth_asked_for_twice_is_done_once()
    {
        using var volume = Make("xfs", 320);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(384));
        Assert.Equal(2, await Growths.CarryOutAsync(steps));
        Assert.Equal(0, await Growths.CarryOutAsync(steps));
        Assert.Equal(0, await Growths.CarryOutAsync(await Growths.PlanAsync(volume, Bytes.FromMiB(384))));
        Assert.Equal(0, await Growths.CarryOutAsync(await Growths.PlanAsync(volume, Bytes.FromMiB(320))));
        Assert.Equal(Bytes.FromMiB(384), volume.ImageSize);
    }

    [Fact]
    public async Task A6_a_frozen_filesystem_has_its_growth_left_behind_and_it_ends_when_it_thaws()
    {
        using var volume = Make("xfs", 320);
        volume.ExtendDevice(Bytes.FromMiB(384));
        var plan = await Growths.For(Growths.PolicyOf(volume), TimeSpan.FromMilliseconds(300))
            .PlanAsync(new GrowVolume("v", Bytes.FromMiB(384), "test"), TestContext.Current.CancellationToken);
        await FreezeAsync("--freeze", volume.MountPath);
        try
        {
            var left = await Assert.ThrowsAsync<AbandonedException>(() => plan[1].ApplyAsync(CancellationToken.None).AsTask());
            Assert.Contains("frozen", left.Message, StringComparison.Ordinal);
            Assert.False(await plan[1].VerifyAsync(CancellationToken.None));
        }
        finally
        {
            await FreezeAsync("--unfreeze", volume.MountPath);
        }

        for (var i = 0; i < 200 && !await plan[1].VerifyAsync(CancellationToken.None); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(await plan[1].VerifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A1_after_a_crash_between_the_steps_only_the_filesystem_is_grown()
    {
        using var volume = Make("xfs", 320);
        volume.ExtendDevice(Bytes.FromMiB(384));
        var before = volume.Usage().Size;
        Assert.Equal(1, await Growths.CarryOutAsync(await Growths.PlanAsync(volume, Bytes.FromMiB(384))));
        Assert.Equal(Bytes.FromMiB(384), volume.ImageSize);
        Assert.True(volume.Usage().Size > before + Bytes.FromMiB(50));
    }

    [Fact]
    public async Task A1_after_a_crash_between_file_and_device_both_are_brought_to_the_target()
    {
        using var volume = Make("xfs", 320);
        BackingFile.Extend(volume.Image, Bytes.FromMiB(384), allocate: false);
        Assert.Equal(2, await Growths.CarryOutAsync(await Growths.PlanAsync(volume, Bytes.FromMiB(384))));
        Assert.Equal(Bytes.FromMiB(384), volume.ImageSize);
    }

    [Fact]
    public async Task A_sparse_image_stays_sparse_and_an_allocated_one_allocated()
    {
        using var sparse = Make("xfs", 320);
        await Growths.CarryOutAsync(await Growths.PlanAsync(sparse, Bytes.FromMiB(384)));
        Assert.True(BackingFile.Read(sparse.Image).Allocated < Bytes.FromMiB(200));

        using var whole = Make("xfs", 320);
        await AllocateAsync(whole.ImagePath, TestContext.Current.CancellationToken);
        await Growths.CarryOutAsync(await Growths.PlanAsync(whole, Bytes.FromMiB(384)));
        var after = BackingFile.Read(whole.Image);
        Assert.True(after.Allocated >= after.Size, $"{after.Allocated} of {after.Size}");
    }

    [Fact]
    public async Task A7_a_holder_without_room_is_refused_before_the_first_step_with_numbers_and_cure()
    {
        using var small = new SmallTmpfs(Bytes.FromMiB(340));
        using var volume = Make("xfs", 320, small.Path);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(384));
        var obstacle = await Growths.RefusalAsync(steps[0]);
        Assert.Contains("needs 64 MiB more", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("available", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("free space there", obstacle.Cure, StringComparison.Ordinal);
        Assert.Equal(Bytes.FromMiB(320), volume.ImageSize);
    }

    [Fact]
    public async Task The_reserve_is_left_to_the_holder()
    {
        using var small = new SmallTmpfs(Bytes.FromMiB(420));
        using var volume = Make("xfs", 320, small.Path);
        var kept = await Growths.PlanAsync(volume, Bytes.FromMiB(384), reserve: Bytes.FromMiB(60));
        Assert.Contains("60 MiB kept in reserve", (await Growths.RefusalAsync(kept[0])).What, StringComparison.Ordinal);
        Assert.Equal(2, await Growths.CarryOutAsync(await Growths.PlanAsync(volume, Bytes.FromMiB(384))));
    }

    [Fact]
    public async Task A21_ext4_without_its_capability_is_refused_before_anything_is_extended()
    {
        Assert.SkipWhen(Capabilities.Read().Has(Capability.SysResource), "this process has CAP_SYS_RESOURCE");
        using var volume = Make("ext4", 64);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(128));
        var obstacle = await Growths.RefusalAsync(steps[1]);
        Assert.Contains("CAP_SYS_RESOURCE", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("CAP_SYS_RESOURCE", obstacle.Cure, StringComparison.Ordinal);
        Assert.Equal(Bytes.FromMiB(64), volume.ImageSize);
    }

    [Fact]
    public async Task D15_a_read_only_mount_is_refused_and_the_cure_told()
    {
        using var volume = Make("xfs", 320);
        ScratchMounts.Mount("none", volume.MountPoint, "xfs", ScratchMounts.Remount | ScratchMounts.ReadOnly);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(384));
        var obstacle = await Growths.RefusalAsync(steps[1]);
        Assert.Contains("read-only", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("remount it read-write", obstacle.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D14_A24_what_is_neither_image_nor_logical_volume_is_refused_by_name()
    {
        using var small = new SmallTmpfs(Bytes.FromMiB(1));
        var policy = new VolumePolicy { Volume = "v", MountPoint = small.Path, Ceiling = Bytes.FromGiB(1) };
        var hand = Growths.For(policy);
        var refused = await Assert.ThrowsAsync<PlanException>(async () => await hand.PlanAsync(new GrowVolume("v", Bytes.FromMiB(2), "x"), TestContext.Current.CancellationToken));
        Assert.Contains("neither an image nor a logical volume", refused.Message, StringComparison.Ordinal);
        var ready = await hand.ReadinessAsync(policy, TestContext.Current.CancellationToken);
        Assert.Contains(ready.Obstacles, o => o.What.Contains("tmpfs cannot be grown", StringComparison.Ordinal));
        Assert.Equal(Bytes.Zero, ready.Room);
    }

    [Fact]
    public async Task A_volume_that_is_not_mounted_or_not_in_the_settings_is_refused()
    {
        using var volume = Make("xfs", 320);
        volume.Unmount();
        await Assert.ThrowsAsync<PlanException>(() => Growths.PlanAsync(volume, Bytes.FromMiB(384)));
        var hand = Growths.For(Growths.PolicyOf(volume));
        await Assert.ThrowsAsync<PlanException>(async () => await hand.PlanAsync(new GrowVolume("other", Bytes.FromMiB(2), "x"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whether_it_could_be_grown_is_told_beforehand_with_the_room_there_is()
    {
        using var small = new SmallTmpfs(Bytes.FromMiB(500));
        using var volume = Make("xfs", 320, small.Path);
        var policy = Growths.PolicyOf(volume);
        var ready = await Growths.For(policy).ReadinessAsync(policy, TestContext.Current.CancellationToken);
        Assert.Empty(ready.Obstacles);
        Assert.InRange(ready.Room.Value >> 20, 150, 180);

        var greedy = policy with { Step = Bytes.FromMiB(300) };
        var tight = await Growths.For(greedy).ReadinessAsync(greedy, TestContext.Current.CancellationToken);
        Assert.Contains("less than the next step of 300 MiB", Assert.Single(tight.Obstacles).What, StringComparison.Ordinal);

        // Near its ceiling the next step is only what is left to it.
        var capped = greedy with { Ceiling = Bytes.FromMiB(330) };
        Assert.Empty((await Growths.For(capped).ReadinessAsync(capped, TestContext.Current.CancellationToken)).Obstacles);
    }

    [Fact]
    public async Task Taking_a_growth_back_changes_nothing_as_shrinking_could_lose_data()
    {
        using var volume = Make("xfs", 320);
        var steps = await Growths.PlanAsync(volume, Bytes.FromMiB(384));
        await Growths.CarryOutAsync(steps);
        foreach (var step in steps.Reverse())
        {
            await step.UndoAsync(CancellationToken.None);
        }

        Assert.Equal(Bytes.FromMiB(384), volume.ImageSize);
    }

    private static Task AllocateAsync(string path, CancellationToken cancellationToken) =>
        RunAsync("/usr/bin/fallocate", ["-l", (320L << 20).ToString(System.Globalization.CultureInfo.InvariantCulture), path], cancellationToken);

    private static Task FreezeAsync(string how, string mountPoint) => RunAsync("/usr/sbin/fsfreeze", [how, mountPoint], CancellationToken.None);

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static ScratchVolume Make(string fileSystem, long mebibytes, string folder = "/dev/shm")
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        return ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Bytes.FromMiB(mebibytes), Folder = folder });
    }
}
