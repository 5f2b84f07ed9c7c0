using EventOps.Model;

namespace EventOps.Testing;

/// <summary>Events of one volume, with little to say for each: what a test does not name has a plain value.</summary>
/// <param name="name">The volume's name.</param>
/// <param name="size">Of its storage and filesystem when the test begins.</param>
public sealed class SampleVolume(string name, Bytes size)
{
    /// <summary>Of its storage now; readings tell it.</summary>
    public Bytes DeviceSize { get; set; } = size;

    /// <summary>What the filesystem spans; its storage's size unless it is set.</summary>
    public Bytes? FileSystemSize { get; set; }

    /// <summary>The settings with this one volume.</summary>
    public SettingsLoaded Settings(VolumePolicy policy) => new("test.toml", "", ActingMode.Act, [policy with { Volume = name }]);

    public VolumeFound Found(string fileSystem = "xfs") => new(name, "/" + name, "loop0", fileSystem, VolumeKind.Image, $"/images/{name}.img");

    public VolumeLost Lost() => new(name, "unmounted");

    /// <summary>A reading with so much in use.</summary>
    public VolumeSampled Used(Bytes used, ByteRate rate = default, bool isReadOnly = false, long inodes = 1000, long inodesFree = 900) => new(
        name,
        DeviceSize,
        DeviceSize - used,
        DeviceSize - used,
        inodes,
        inodesFree,
        DeviceSize,
        FileSystemSize ?? DeviceSize,
        rate,
        rate,
        isReadOnly,
        rate > ByteRate.Zero ? TimeSpan.FromSeconds((double)(DeviceSize - used).Value / rate.PerSecond) : null);

    /// <summary>A reading with such a share in use.</summary>
    public VolumeSampled Used(Percent share, ByteRate rate = default) => Used(share.Of(DeviceSize), rate);

    /// <summary>What stands in the way of growing it.</summary>
    public VolumeReadinessChanged Readiness(Bytes room, params Obstacle[] obstacles) => new(name, obstacles, room);

    public ActionStarted GrowthStarts(Bytes toAtLeast) => new(1, new GrowVolume(name, toAtLeast, ""), ["grow"]);

    public ActionFinished GrowthEnds(Bytes toAtLeast, Outcome outcome = Outcome.Succeeded) => new(1, new GrowVolume(name, toAtLeast, ""), outcome, "", TimeSpan.FromMilliseconds(10));
}
