using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;
using EventOps.Sensors.Blocks;
using EventOps.Sensors.Mounts;

namespace EventOps.Sensors.Tests.Places;

/// <summary>Mounts and block devices, told by the kernel.</summary>
public sealed class PlaceSensorTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-places-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("plain")]
    [InlineData("with space\tand tab")]
    [InlineData("new\nline \\040 ☃")]
    public async Task D8_D9_a_mount_is_told_when_it_comes_changes_and_goes(string name)
    {
        NeedsRoot();
        var path = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var point = LinuxPath.FromString(path);
        using var heard = new Heard(new MountSensor(Long));
        await heard.AsyncOf<MountChanged>(m => m.MountPoint == "/");
        ScratchMounts.Mount("source of it", point, "tmpfs");
        try
        {
            var added = await heard.AsyncOf<MountChanged>(m => m.MountPoint == path && m.Change is Change.Added);
            Assert.Equal(("tmpfs", "source of it", false), (added.FileSystem, added.Source, added.IsReadOnly));
            ScratchMounts.Mount("source of it", point, "tmpfs", ScratchMounts.Remount | ScratchMounts.ReadOnly);
            Assert.True((await heard.AsyncOf<MountChanged>(m => m.MountPoint == path && m.Change is Change.Changed)).IsReadOnly);
        }
        finally
        {
            ScratchMounts.Unmount(point);
        }

        await heard.AsyncOf<MountChanged>(m => m.MountPoint == path && m.Change is Change.Removed);
        Assert.DoesNotContain(heard.Events, e => e is SensorGap or SensorFailed);
    }

    [Fact]
    public async Task D8_a_thousand_mounts_that_come_and_go_leave_no_stale_entry()
    {
        NeedsRoot();
        var point = LinuxPath.FromString(_folder);
        using var heard = new Heard(new MountSensor(Long));
        await heard.AsyncOf<MountChanged>(m => m.MountPoint == "/");
        for (var i = 0; i < 1000; i++)
        {
            ScratchMounts.Mount("storm", point, "tmpfs");
            ScratchMounts.Unmount(point);
        }

        // One more, to know that it has caught up.
        var mark = Directory.CreateDirectory(Path.Combine(_folder, "mark")).FullName;
        ScratchMounts.Mount("mark", LinuxPath.FromString(mark), "tmpfs");
        try
        {
            await heard.AsyncOf<MountChanged>(m => m.MountPoint == mark);
        }
        finally
        {
            ScratchMounts.Unmount(LinuxPath.FromString(mark));
        }

        Assert.NotEqual(Change.Added, heard.Events.OfType<MountChanged>().LastOrDefault(m => m.MountPoint == _folder)?.Change ?? Change.Removed);
    }

    [Fact]
    public async Task A_loop_device_is_told_when_it_is_attached_resized_and_detached()
    {
        NeedsRoot();
        Assert.SkipUnless(File.Exists("/dev/loop-control"), "needs loop devices");
        var image = Path.Combine(_folder, "image");
        await using (var file = File.Create(image))
        {
            file.SetLength(16 << 20);
        }

        using var heard = new Heard(new BlockDeviceSensor(Long));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        var loop = LoopDevice.Attach(LinuxPath.FromString(image));
        try
        {
            var attached = await heard.AsyncOf<BlockDeviceChanged>(b => b.BackingFile == image);
            Assert.Equal((loop.Name, Bytes.FromMiB(16)), (attached.Name, attached.Size));
            BackingFile.Extend(LinuxPath.FromString(image), Bytes.FromMiB(32), allocate: false);
            loop.SetCapacity();
            await heard.AsyncOf<BlockDeviceChanged>(b => b.Name == loop.Name && b.Change is Change.Changed && b.Size == Bytes.FromMiB(32));
        }
        finally
        {
            loop.Detach();
        }

        await heard.AsyncOf<BlockDeviceChanged>(b => b.Name == loop.Name && b.Change is Change.Removed);
    }

    [Fact]
    public void A_sensor_that_nobody_listens_to_any_more_has_ended_its_thread()
    {
        NeedsRoot();
        for (var i = 0; i < 20; i++)
        {
            new Heard(new MountSensor(Long)).Dispose();
            new Heard(new BlockDeviceSensor(Long)).Dispose();
        }

        Assert.True(ThreadNames().Count(n => n.StartsWith("sensor", StringComparison.Ordinal)) < 20);
    }

    private static IEnumerable<string> ThreadNames()
    {
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            string name;
            try
            {
                name = File.ReadAllText(Path.Combine(thread, "comm"));
            }
            catch (IOException)
            {
                // It ended between the listing and the reading, which is what is hoped for.
                continue;
            }

            yield return name;
        }
    }

    private static void NeedsRoot() => Assert.SkipUnless(Environment.UserName == "root", "needs root");
}
