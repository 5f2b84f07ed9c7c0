using System.Diagnostics;
using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Sensors.Storage;
using EventOps.Sensors.Tests.Volumes;

namespace EventOps.Sensors.Tests.Storage;

/// <summary>What the sense does when something cannot be read, with a script in the place of lvm(8).</summary>
public sealed class StorageSensorTests : IDisposable
{
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-sense-").FullName;

    private static StoragePolicy Pool => new() { Pools = [new PoolPolicy { Name = "vg0", Devices = ["/dev/nowhere"] }] };

    [Fact]
    public async Task A_look_tells_what_is_there_and_ends_with_its_own_event()
    {
        using var heard = new Heard(Sensor(Pool, "report"));

        await heard.AsyncOf<StorageLooked>();

        Assert.Equal("vg0", Assert.Single(Assert.Single(heard.Events.OfType<LvmReported>()).Groups).Name);
        Assert.Equal("/dev/nowhere", Assert.Single(heard.Events.OfType<PoolDiskSeen>()).Disk.Path);
        Assert.DoesNotContain(heard.Events, e => e is SensorFailed);
    }

    [Fact]
    public async Task An_lvm_that_nothing_can_end_is_told_of_is_the_only_one_however_often_something_wakes_and_all_is_well_when_it_has_gone()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/fsfreeze") && ScratchVolume.IsPossible("ext4"), "needs root, loop devices, mkfs.ext4 and fsfreeze");
        using var volume = ScratchVolume.Create();
        Freeze("-f", volume);
        try
        {
            // A writer to a frozen filesystem waits where no signal reaches it.
            var sensor = Sensor(Pool, $"echo x >> {volume.MountPath}/x; report", TimeSpan.FromSeconds(1));
            using var heard = new Heard(sensor);
            var failed = await heard.AsyncOf<SensorFailed>();
            Assert.Equal("lvm", failed.Subject);
            for (var i = 0; i < 10; i++)
            {
                sensor.Hear(new SensorGap("test", "woken"));
                await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
            }

            Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "calls"), TestContext.Current.CancellationToken));
            Assert.Single(heard.Events.OfType<SensorFailed>());
            Freeze("-u", volume);
            await heard.AsyncOf<SensorRecovered>(r => r.Subject == "lvm");
            await heard.AsyncOf<StorageLooked>();
        }
        finally
        {
            Freeze("-u", volume);
        }
    }

    [Fact]
    public async Task What_no_part_is_prepared_for_is_told_and_the_sense_goes_on()
    {
        var policy = Pool with { Mounts = [new MountPolicy { Path = "/data\0", Device = "/dev/nowhere", LogicalVolume = "", FileSystem = "ext4" }] };
        using var heard = new Heard(Sensor(policy, "report"));

        Assert.Contains("a bug", (await heard.AsyncOf<SensorFailed>(f => f.Subject == "look")).Reason, StringComparison.Ordinal);

        // Every look asks lvm before it comes to the mounts.
        var began = Stopwatch.StartNew();
        while (File.ReadAllLines(Path.Combine(_folder, "calls")).Count(l => l.StartsWith("fullreport", StringComparison.Ordinal)) < 3)
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), "it looks no more");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Single(heard.Events.OfType<SensorFailed>());
    }

    [Fact]
    public async Task A_mount_that_hangs_is_told_of_keeps_back_nothing_else_and_is_read_again_when_it_answers()
    {
        using var hanging = HangingMount.Create();
        var policy = new StoragePolicy { Mounts = [new MountPolicy { Path = hanging.Path, Device = "/dev/nowhere", LogicalVolume = "", FileSystem = "ext4" }] };
        using var heard = new Heard(Sensor(policy, "report"));

        Assert.Equal("mounts", (await heard.AsyncOf<SensorFailed>()).Subject);
        await heard.AsyncOf<DeletedFilesSeen>();
        Assert.DoesNotContain(heard.Events, e => e is StorageLooked);

        hanging.Release();
        await heard.AsyncOf<SensorRecovered>(r => r.Subject == "mounts");
        await heard.AsyncOf<StorageLooked>();
    }

    /// <summary>A label tells that LVM should know of a disk; of a blank one only a list of all that it may use does.</summary>
    [Theory]
    [InlineData("echo '  filter=\"r|.*|\"'", LvmHiding.Filter)]
    [InlineData("exit 5", null)]
    public async Task A_blank_disk_that_a_filter_rejects_is_hidden(string configuration, LvmHiding? hiding)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root and loop devices");
        var image = Path.Combine(_folder, "blank.img");
        await using (var file = File.Create(image))
        {
            file.SetLength(8 << 20);
        }

        var loop = LoopDevice.Attach(LinuxPath.FromString(image));
        try
        {
            var policy = new StoragePolicy { Pools = [new PoolPolicy { Name = "vg0", Images = [image], ImageSize = Bytes.FromMiB(8) }] };
            using var heard = new Heard(Sensor(policy, $"case $* in full*) report ;; pvs*) echo '  /dev/other' ;; *devices/filter) {configuration} ;; *) exit 5 ;; esac"));

            await heard.AsyncOf<StorageLooked>();

            Assert.Equal(
                hiding is { } by ? new LvmBlindness(by, [$"/dev/{loop.Name}"]) : null,
                Assert.Single(heard.Events.OfType<LvmReported>()).Blindness);
        }
        finally
        {
            loop.Detach();
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Freeze(string how, ScratchVolume volume)
    {
        using var tool = Process.Start(new ProcessStartInfo("/usr/sbin/fsfreeze", [how, volume.MountPath]) { RedirectStandardError = true })!;
        tool.WaitForExit();
    }

    /// <param name="script">What lvm does; "report" prints a group.</param>
    private StorageSensor Sensor(StoragePolicy policy, string script, TimeSpan? limit = null)
    {
        var program = Path.Combine(_folder, "lvm");
        File.WriteAllText(program, $$"""
            #!/bin/sh
            report() { echo '{"report": [{"vg": [{"vg_name":"vg0", "vg_uuid":"u", "vg_attr":"wz--n-", "vg_extent_size":"4194304", "vg_extent_count":"1", "vg_free_count":"1", "vg_missing_pv_count":"0"}]}]}'; }
            echo "$*" >> {{_folder}}/calls
            {{script}}
            """ + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var run = new CommandOptions { TimeLimit = limit ?? TimeSpan.FromSeconds(30), Grace = TimeSpan.FromMilliseconds(200), ReapLimit = TimeSpan.FromMilliseconds(200) };
        return new StorageSensor(policy, new LvmTool(new LvmOptions { Program = program, Run = run }), Resync, TimeProvider.System);
    }
}
