using EventOps.Actuators.Storage;
using EventOps.Lab;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>Blocks kept for root, on a real ext4.</summary>
public sealed class ReserveTests
{
    [Fact]
    public async Task The_share_is_set_while_it_is_mounted_and_taken_back_to_the_block()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = "ext4", Size = Bytes.FromMiB(64) });
        var device = LinuxPath.FromString(volume.Loop.Path.ToString());
        var before = Ext4Reserve.Blocks(device);
        var step = MountSteps.Reserve(new ToolHand(CommandOptions.Storage), new ReserveBlocks(volume.MountPath, volume.Loop.Path.ToString(), 20.Percent(), ""));

        await Steps.CarryOutAsync(step);
        Assert.Equal(20.Percent(), Ext4Reserve.Share(device));
        await step.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, Ext4Reserve.Blocks(device));
    }
}
