using EventOps.Lab;
using EventOps.Model;
using EventOps.Sensors.Mounts;
using EventOps.Sensors.Volumes;

namespace EventOps.Sensors.Tests.Volumes;

/// <summary>The usage sensor on real filesystems.</summary>
public sealed class VolumeSensorTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task One_write_past_the_threshold_is_seen_by_a_sensor_that_sleeps()
    {
        using var volume = Make();
        using var heard = Listen(volume, slowest: Long);
        await heard.AsyncOf<VolumeFound>();
        var first = await heard.AsyncOf<VolumeSampled>();
        Assert.Equal(volume.ImageSize, first.DeviceSize);

        // Quiet for longer than it takes to settle: from here on only the write can wake it.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var before = heard.Events.Count;
        volume.Fill("past", new Bytes((long)(first.Available.Value * 0.9)));
        var seen = await heard.AsyncOf<VolumeSampled>(s => s.Available < new Bytes((long)(first.Available.Value * 0.15)), before);
        Assert.NotNull(seen.TimeToFull);
    }

    [Fact]
    public async Task An_idle_volume_gives_no_further_samples()
    {
        using var volume = Make();
        using var heard = Listen(volume, slowest: TimeSpan.FromMilliseconds(100));
        await heard.AsyncOf<VolumeSampled>();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var count = heard.Events.Count;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal(count, heard.Events.Count);
    }

    [Fact]
    public async Task A_volume_that_goes_is_lost_and_found_again_when_it_is_back()
    {
        using var volume = Make();
        using var heard = Listen(volume);
        await heard.AsyncOf<VolumeSampled>();
        volume.Unmount();
        var lost = await heard.AsyncOf<VolumeLost>();
        Assert.Contains("nothing is mounted on", lost.Reason, StringComparison.Ordinal);
        var before = heard.Events.Count;
        volume.Mount();
        await heard.AsyncOf<VolumeFound>(from: before);
        await heard.AsyncOf<VolumeSampled>(from: before);
    }

    [Fact]
    public async Task L3_a_volume_that_is_not_there_yet_is_waited_for()
    {
        using var volume = Make();
        volume.Unmount();
        using var heard = Listen(volume);
        await heard.AsyncOf<VolumeLost>();
        volume.Mount();
        await heard.AsyncOf<VolumeSampled>();
    }

    [Fact]
    public async Task D15_a_remount_read_only_is_seen()
    {
        using var volume = Make();
        using var heard = Listen(volume);
        await heard.AsyncOf<VolumeSampled>(s => !s.IsReadOnly);
        ScratchMounts.Mount("none", volume.MountPoint, "ext4", ScratchMounts.Remount | ScratchMounts.ReadOnly);
        await heard.AsyncOf<VolumeSampled>(s => s.IsReadOnly);
    }

    [Fact]
    public async Task A24_another_filesystem_over_the_mount_point_is_told_as_another_volume()
    {
        using var volume = Make();
        using var heard = Listen(volume);
        var first = await heard.AsyncOf<VolumeFound>();
        Assert.Equal(VolumeKind.Image, first.Kind);
        var before = heard.Events.Count;
        ScratchMounts.Mount("tmpfs", volume.MountPoint, "tmpfs", 0, "size=1M");
        try
        {
            var over = await heard.AsyncOf<VolumeFound>(from: before);
            Assert.Equal(("tmpfs", VolumeKind.Fixed), (over.FileSystem, over.Kind));
        }
        finally
        {
            before = heard.Events.Count;
            ScratchMounts.Unmount(volume.MountPoint);
        }

        Assert.Equal(VolumeKind.Image, (await heard.AsyncOf<VolumeFound>(from: before)).Kind);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("new\nline")]
    [InlineData("ünïcødé ☃")]
    [InlineData("\u001b[31mred \\040")]
    public async Task D9_D10_any_mount_path_is_watched(string name)
    {
        using var volume = Make(name);
        using var heard = Listen(volume);
        Assert.Equal(volume.MountPath, (await heard.AsyncOf<VolumeFound>()).MountPoint);
        await heard.AsyncOf<VolumeSampled>();
    }

    [Fact]
    public async Task A_volume_told_by_its_device_is_found_where_it_is_mounted()
    {
        using var volume = Make();
        var policy = new VolumePolicy { Volume = "v", Device = volume.Loop.Path.ToString(), Ceiling = Bytes.FromGiB(1) };
        using var heard = new Heard(Sensor(policy, Long));
        Assert.Equal(volume.MountPath, (await heard.AsyncOf<VolumeFound>()).MountPoint);
    }

    [Fact]
    public async Task D17_A1_a_device_that_an_operator_grew_is_seen_with_its_new_size()
    {
        using var volume = Make();
        using var heard = Listen(volume, out var sensor);
        await heard.AsyncOf<VolumeSampled>();
        volume.ExtendDevice(Bytes.FromMiB(96));
        sensor.Refresh("v");
        var sample = await heard.AsyncOf<VolumeSampled>(s => s.DeviceSize == Bytes.FromMiB(96));
        Assert.Equal(Bytes.FromMiB(64), sample.FileSystemSize);
    }

    [Fact]
    public async Task After_an_action_a_reading_is_told_even_if_nothing_changed()
    {
        using var volume = Make();
        using var heard = Listen(volume, out var sensor);
        await heard.AsyncOf<VolumeSampled>();
        await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        var before = heard.Events.Count;
        sensor.Refresh("v");
        await heard.AsyncOf<VolumeSampled>(from: before);
    }

    [Fact]
    public async Task D5_a_reading_that_hangs_is_told_once_and_the_others_go_on()
    {
        using var volume = Make();
        using var hanging = HangingMount.Create();
        VolumePolicy[] policies =
        [
            new() { Volume = "hangs", MountPoint = hanging.Path, Ceiling = Bytes.FromGiB(1) },
            new() { Volume = "v", MountPoint = volume.MountPath, Ceiling = Bytes.FromGiB(1) },
        ];
        var sensor = new VolumeSensor(policies, new SamplingDeadline(TimeSpan.FromMilliseconds(1), Long), TimeSpan.FromMilliseconds(200), TimeProvider.System);
        using var heard = new Heard(sensor);
        var failed = await heard.AsyncOf<SensorFailed>();
        Assert.Equal("hangs", failed.Subject);
        await heard.AsyncOf<VolumeSampled>(s => s.Volume == "v");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Single(heard.Events.OfType<SensorFailed>());

        // The server answers, with an error: the mount is told as lost, and nothing waits any more.
        hanging.Release();
        await heard.AsyncOf<VolumeLost>(l => l.Volume == "hangs");
    }

    private static ScratchVolume Make(string name = "mnt")
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        return ScratchVolume.Create(new ScratchVolumeOptions { MountName = name });
    }

    private static Heard Listen(ScratchVolume volume, TimeSpan? slowest = null) => Listen(volume, out _, slowest);

    private static Heard Listen(ScratchVolume volume, out VolumeSensor sensor, TimeSpan? slowest = null)
    {
        var policy = new VolumePolicy { Volume = "v", MountPoint = volume.MountPath, Ceiling = Bytes.FromGiB(1) };
        sensor = Sensor(policy, slowest ?? Long);
        return new Heard(sensor) { Before = sensor.Watch(new MountSensor(Long).Events) };
    }

    private static VolumeSensor Sensor(VolumePolicy policy, TimeSpan slowest) =>
        new([policy], new SamplingDeadline(TimeSpan.FromMilliseconds(1), slowest), TimeSpan.FromSeconds(5), TimeProvider.System);
}
