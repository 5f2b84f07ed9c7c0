using System.Text;
using EventOps.Lab;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Mounts;

public sealed class MountTableTests
{
    [Fact]
    public void Of_mounts_one_over_the_other_the_upper_one_is_topmost()
    {
        var table = Parse("1 0 8:1 / / rw - ext4 a rw", "3 2 8:3 / /m rw - ext4 c rw", "2 1 8:2 / /m rw - ext4 b rw");
        Assert.Equal(3, table.TopmostAt(LinuxPath.FromString("/m"))!.Id);
        Assert.Equal(1, table.TopmostAt(LinuxPath.FromString("/"))!.Id);
        Assert.Equal(3, table.Holding(LinuxPath.FromString("/m/file"))!.Id);
        Assert.Equal(1, table.Holding(LinuxPath.FromString("/mm"))!.Id);
    }

    [Fact]
    public void A_mount_below_a_covered_folder_is_not_reachable()
    {
        var covered = Parse("1 0 8:1 / / rw - ext4 a rw", "2 1 8:2 / /m/n rw - ext4 b rw", "3 1 8:3 / /m rw - ext4 c rw");
        Assert.Null(covered.TopmostAt(LinuxPath.FromString("/m/n")));
        var stacked = Parse("1 0 8:1 / / rw - ext4 a rw", "2 1 8:2 / /m rw - ext4 b rw", "4 2 8:4 / /m/n rw - ext4 d rw", "3 2 8:3 / /m rw - ext4 c rw");
        Assert.Null(stacked.TopmostAt(LinuxPath.FromString("/m/n")));
        Assert.Equal(3, stacked.TopmostAt(LinuxPath.FromString("/m"))!.Id);
    }

    [Fact]
    public void Parents_in_a_circle_do_not_hang_a_look_up() =>
        Assert.Null(Parse("1 2 8:1 / /a rw - ext4 a rw", "2 1 8:2 / /b rw - ext4 b rw").TopmostAt(LinuxPath.FromString("/a")));

    [Fact]
    public void The_real_table_is_read_without_a_skipped_line()
    {
        var table = MountTable.Read();
        Assert.Equal(0, table.SkippedLines);
        Assert.Equal(File.ReadLines("/proc/self/mountinfo").Count(), table.Mounts.Count);
        Assert.NotNull(table.TopmostAt(LinuxPath.FromString("/proc")));
    }

    [Theory]
    [InlineData("with spaces")]
    [InlineData("new\nline\ttab")]
    [InlineData("back\\040slash\\")]
    [InlineData("größe-\u4f60\u597d-\ud83d\udcbe")]
    [InlineData("-rf $(x) \"'\u001b[31m")]
    public void A_watch_sees_a_mount_at_a_place_of_any_name(string name)
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting needs root");
        using var folder = new ScratchFolder();
        var place = LinuxPath.FromString(Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName);
        WatchMount(place);
    }

    [Fact]
    public void A_watch_sees_a_mount_at_a_place_whose_name_is_no_text()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting needs root");
        using var folder = new ScratchFolder();

        var place = LinuxPath.FromString(folder.Path).Append(LinuxPath.FromBytes([0xff, 0xfe, (byte)'x']));
        ByteFolders.Make(place);
        try
        {
            WatchMount(place);
        }
        finally
        {
            ByteFolders.Remove(place);
        }
    }

    [Fact]
    public void A_watch_that_is_told_to_stop_stops()
    {
        using var watch = new MountWatch();
        using var stop = new EventDescriptor();
        stop.Set();
        Assert.Equal(MountWait.Stopped, watch.Wait(stop));
    }

    private static void WatchMount(LinuxPath place)
    {
        using var watch = new MountWatch();
        using var stop = new EventDescriptor();
        ScratchMounts.Mount("none", place, "tmpfs", ScratchMounts.ReadOnly);
        try
        {
            Assert.Equal(MountWait.Changed, watch.Wait(stop, TimeSpan.FromSeconds(10)));
            var mount = MountTable.Read().TopmostAt(place);
            Assert.Equal("tmpfs", mount!.FileSystem);
            Assert.True(mount.IsReadOnly);
        }
        finally
        {
            ScratchMounts.Unmount(place);
        }

        Assert.Equal(MountWait.Changed, watch.Wait(stop, TimeSpan.FromSeconds(10)));
        Assert.Null(MountTable.Read().TopmostAt(place));
    }

    private static MountTable Parse(params string[] lines) => MountInfo.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
}
