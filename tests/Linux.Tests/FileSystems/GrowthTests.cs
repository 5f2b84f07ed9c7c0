using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests.FileSystems;

public sealed class GrowthTests
{
    private static readonly Bytes Small = Bytes.FromMiB(320);
    private static readonly Bytes Large = Bytes.FromMiB(512);

    [Theory]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void A_mounted_filesystem_grows_into_its_grown_device(string fileSystem)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Small });
        Assert.Equal(Small, FileSystemGeometry.Read(volume.MountPoint, fileSystem).Size);
        var before = volume.Usage();

        volume.ExtendDevice(Large);
        Assert.Equal(Large, BlockDevice.Find(volume.Loop.Name)!.Size);
        Assert.Equal(Small, FileSystemGeometry.Read(volume.MountPoint, fileSystem).Size);
        var growth = OnlineGrowth.Grow(volume.MountPoint, fileSystem, Large);

        Assert.True(growth.HasGrown);
        Assert.Equal(Small, growth.Before);
        Assert.Equal(Large, growth.After);
        Assert.Equal(Large, FileSystemGeometry.Read(volume.MountPoint, fileSystem).Size);
        Assert.True(volume.Usage().Size - before.Size > Bytes.FromMiB(150));
    }

    [Theory]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void Growing_twice_or_to_less_changes_nothing(string fileSystem)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Small });
        Assert.False(OnlineGrowth.Grow(volume.MountPoint, fileSystem, Small).HasGrown);
        Assert.False(OnlineGrowth.Grow(volume.MountPoint, fileSystem, Bytes.FromMiB(10)).HasGrown);
        Assert.Equal(Small, FileSystemGeometry.Read(volume.MountPoint, fileSystem).Size);
    }

    [Theory]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void Growing_beyond_the_device_is_refused_with_what_is_needed(string fileSystem)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Small });
        var refusal = Assert.Throws<LinuxException>(() => OnlineGrowth.Grow(volume.MountPoint, fileSystem, Large));
        Assert.NotEqual(0, refusal.Errno);
        Assert.Contains("a device of that size", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(volume.MountPath, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Growing_an_xfs_keeps_its_share_for_inodes()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("xfs"), "needs root, loop devices and mkfs.xfs");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions
        {
            FileSystem = "xfs", Size = Small, MakeArguments = ["-i", "maxpct=37"],
        });
        volume.Grow(Large);
        using var folder = FileDescriptor.Open(volume.MountPoint, OpenMode.Folder);
        Assert.Equal(37u, XfsGeometry.Read(folder, "scratch").InodeShare);
    }

    [Fact]
    public void An_ext4_tells_its_geometry_and_grows_or_names_the_missing_capability()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = "ext4", Size = Bytes.FromMiB(64) });
        var geometry = FileSystemGeometry.Read(volume.MountPoint, "ext4");
        Assert.Equal(Bytes.FromMiB(64), geometry.Size);
        var super = FileSystemGeometry.ReadExt4(BlockDevice.Find(volume.Loop.Name)!.Number);
        Assert.True(super.CanGrowOnline);
        Assert.True(super.HasResizeInode);
        Assert.False(super.HasErrors);

        volume.ExtendDevice(Bytes.FromMiB(96));
        var (bit, name) = OnlineGrowth.RequiredCapability("ext4");
        Assert.Equal("CAP_SYS_RESOURCE", name);
        if (IsCapable(bit))
        {
            Assert.Equal(Bytes.FromMiB(96), OnlineGrowth.Grow(volume.MountPoint, "ext4", Bytes.FromMiB(96)).After);
            return;
        }

        var refusal = Assert.Throws<LinuxException>(() => OnlineGrowth.Grow(volume.MountPoint, "ext4", Bytes.FromMiB(96)));
        Assert.Equal(Errno.EPERM, refusal.Errno);
        Assert.Contains("CAP_SYS_RESOURCE", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Bytes.FromMiB(64), FileSystemGeometry.Read(volume.MountPoint, "ext4").Size);
    }

    [Fact]
    public void A_kind_that_cannot_grow_is_said_so() =>
        Assert.Throws<NotSupportedException>(() => OnlineGrowth.Grow(LinuxPath.FromString("/proc"), "proc", Bytes.FromMiB(1)));

    private static bool IsCapable(int bit)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        var mask = Convert.ToUInt64(line[7..].Trim(), 16);
        return (mask >> bit & 1) == 1;
    }
}
