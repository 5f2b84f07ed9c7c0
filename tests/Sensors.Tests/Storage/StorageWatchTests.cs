using System.Collections.Concurrent;
using System.Diagnostics;
using EventOps.Lab;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Model;
using EventOps.Sensors.Storage;

namespace EventOps.Sensors.Tests.Storage;

/// <summary>What has the storage looked at, besides the look from time to time.</summary>
public sealed class StorageWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-watch-").FullName;
    private readonly ConcurrentQueue<string> _reasons = new();

    private string Objects => Path.Combine(_folder, "objects");

    private string Device => Path.Combine(_folder, "device");

    private string Image => Path.Combine(_folder, "images", "disk0.img");

    [Fact]
    public async Task A_folders_permissions_a_device_written_to_and_an_image_touched_are_each_a_reason_and_what_goes_on_in_the_folder_is_none()
    {
        Directory.CreateDirectory(Objects);
        Directory.CreateDirectory(Path.GetDirectoryName(Image)!);
        await File.WriteAllTextAsync(Device, "", TestContext.Current.CancellationToken);
        var policy = new StoragePolicy
        {
            Pools = [new PoolPolicy { Name = "vg0", Images = [Image] }],
            Mounts = [new MountPolicy { Path = "/data", Device = Device, LogicalVolume = "vg0/data0", FileSystem = "ext4" }],
            Folders = [new FolderPolicy { Path = Objects, Mode = "755" }],
        };
        using var stop = new EventDescriptor();
        var watching = Task.Factory.StartNew(() => StorageWatch.Run(policy, _reasons.Enqueue, stop), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // A watch begins at some time: until then each is done again.
        await UntilAsync($"{Objects} changed", () => File.SetUnixFileMode(Objects, UnixFileMode.UserRead | UnixFileMode.UserExecute));
        await UntilAsync($"{Device} was written to", () => File.WriteAllText(Device, "x"));
        await UntilAsync($"{Image} changed", () => File.WriteAllText(Image, "x"));
        _reasons.Clear();
        File.WriteAllText(Path.Combine(Objects, "object0"), "x");
        File.SetUnixFileMode(Path.Combine(Objects, "object0"), UnixFileMode.UserRead);
        await UntilAsync($"{Image} changed", () => File.WriteAllText(Image, "y"));
        Assert.DoesNotContain(_reasons, r => r.Contains("object0", StringComparison.Ordinal));

        stop.Set();
        await watching;
    }

    [Fact]
    public async Task A_folder_that_chattr_makes_immutable_is_a_reason_though_no_event_tells_of_it()
    {
        Directory.CreateDirectory(Objects);
        Assert.SkipUnless(Chattr("+i"), "chattr(1) cannot make a folder immutable on this filesystem");
        Chattr("-i");
        using var stop = new EventDescriptor();
        var policy = new StoragePolicy { Folders = [new FolderPolicy { Path = Objects }] };
        var watching = Task.Factory.StartNew(() => StorageWatch.Run(policy, _reasons.Enqueue, stop), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var isImmutable = false;
            await UntilAsync("a device, filesystem, folder or pool changed its state", () => Chattr((isImmutable = !isImmutable) ? "+i" : "-i"), TimeSpan.FromSeconds(2.5));
        }
        finally
        {
            Chattr("-i");
            stop.Set();
            await watching;
        }
    }

    [Fact]
    public async Task An_error_that_a_filesystem_meets_is_a_reason_at_once()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create();
        var trigger = $"/sys/fs/ext4/{volume.Loop.Name}/trigger_fs_error";
        using (var group = FanotifyGroup.TryOpen(out _))
        {
            Assert.SkipUnless(
                File.Exists(trigger) && group?.MarkFileSystem(volume.MountPoint, FanotifyMask.FileSystemError) is { IsMarked: true }, "this kernel does not tell of errors of filesystems");
        }

        using var stop = new EventDescriptor();
        var policy = new StoragePolicy { Mounts = [new MountPolicy { Path = volume.MountPath, Device = volume.Loop.Path.ToString(), FileSystem = "ext4" }] };
        var watching = Task.Factory.StartNew(() => StorageWatch.Run(policy, _reasons.Enqueue, stop), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await UntilAsync("a filesystem has met an error", () => File.WriteAllText(trigger, "test"));

        stop.Set();
        await watching;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private bool Chattr(string flag)
    {
        using var tool = Process.Start("chattr", [flag, Objects]);
        tool.WaitForExit();
        return tool.ExitCode == 0;
    }

    private async Task UntilAsync(string reason, Action act, TimeSpan? pace = null)
    {
        var began = Stopwatch.StartNew();
        while (!_reasons.Contains(reason))
        {
            Assert.True(began.Elapsed < Patience, $"no '{reason}' among: {string.Join("; ", _reasons)}");
            act();
            await Task.Delay(pace ?? TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
