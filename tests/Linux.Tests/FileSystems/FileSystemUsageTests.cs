using System.Diagnostics;
using System.Globalization;
using CsCheck;
using EventOps.Lab;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests.FileSystems;

public sealed class FileSystemUsageTests
{
    [Theory]
    [InlineData("ext4", 64)]
    [InlineData("xfs", 320)]
    [InlineData("btrfs", 128)]
    public void Usage_is_what_df_prints(string fileSystem, int size)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Bytes.FromMiB(size) });
        volume.Fill("filler", Bytes.FromMiB(7));
        var start = new ProcessStartInfo("df") { RedirectStandardOutput = true, ArgumentList = { "-B1", "--output=size,used,avail", volume.MountPath } };
        using var df = Process.Start(start)!;
        var columns = df.StandardOutput.ReadToEnd().Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        df.WaitForExit();

        var usage = volume.Usage();
        long[] mine = [usage.Size.Value, usage.Used.Value, usage.Available.Value];
        Assert.Equal(columns.Select(c => long.Parse(c, CultureInfo.InvariantCulture)), mine);

        // btrfs counts what was written only when its transaction commits.
        Assert.True(fileSystem == "btrfs" || usage.Used >= Bytes.FromMiB(7));
        Assert.Equal(fileSystem == "btrfs", usage.Inodes == 0);
        Assert.False(usage.IsReadOnly);
    }

    [Fact]
    public void A_read_only_mount_is_seen_as_such()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { ReadOnly = true });
        using var folder = FileDescriptor.Open(volume.MountPoint, OpenMode.Folder);
        Assert.True(FileSystemUsage.Read(folder).IsReadOnly);
    }

    [Fact]
    public void A_filesystem_without_blocks_has_size_zero() => Assert.Equal(Bytes.Zero, FileSystemUsage.Read(LinuxPath.FromString("/proc")).Size);

    [Fact]
    public void What_is_not_there_is_named_with_the_kernels_answer()
    {
        var refusal = Assert.Throws<LinuxException>(() => FileSystemUsage.Read(LinuxPath.FromString("/no/such\nplace")));
        Assert.Equal(Errno.ENOENT, refusal.Errno);
        Assert.Equal("statvfs /no/such\\x0aplace: No such file or directory (2)", refusal.Message);
    }

    [Fact]
    public void Whatever_the_counters_say_the_usage_is_in_order()
    {
        var edge = Gen.OneOf(Gen.ULong, Gen.ULong[0, 10], Gen.ULong[long.MaxValue - 1UL, long.MaxValue + 2UL], Gen.ULong[ulong.MaxValue - 3, ulong.MaxValue - 1]);
        Gen.Select(edge.Array[9], Gen.Bool).Sample((n, isReadOnly) =>
        {
            var usage = FileSystemUsage.From(new StatVfs
            {
                BlockSize = n[0], FragmentSize = n[1], Blocks = n[2], BlocksFree = n[3], BlocksAvailable = n[4],
                Files = n[5], FilesFree = n[6], FilesAvailable = n[7], Flags = isReadOnly ? 1u : 0,
            });
            return usage.Available >= Bytes.Zero && usage.Available <= usage.Free && usage.Free <= usage.Size
                && usage.Used >= Bytes.Zero && usage.InodesAvailable >= 0 && usage.InodesAvailable <= usage.InodesFree
                && usage.InodesFree <= usage.Inodes && usage.BlockSize >= 0 && usage.IsReadOnly == isReadOnly;
        });
    }

    [Fact]
    public void A_reserve_that_is_overdrawn_leaves_nothing_available()
    {
        var usage = FileSystemUsage.From(new StatVfs { FragmentSize = 4096, Blocks = 100, BlocksFree = 5, BlocksAvailable = unchecked((ulong)-3) });
        Assert.Equal(Bytes.Zero, usage.Available);
        Assert.Equal(new Bytes(5 * 4096), usage.Free);
    }
}
