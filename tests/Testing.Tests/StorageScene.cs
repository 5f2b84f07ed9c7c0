using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>A sound storage machine as events: four images in vg0, data0 on /data. Each test changes one thing of it.</summary>
internal sealed class StorageScene
{
    public static readonly PoolPolicy Pool = new()
    {
        Name = "vg0",
        Images = ["/media/disk0.img", "/media/disk1.img", "/media/disk2.img", "/media/disk3.img"],
        ImageSize = Bytes.FromMiB(1800),
    };

    public static readonly MountPolicy Mount = new() { Path = "/data", Device = "/dev/mapper/vg0-data0", LogicalVolume = "vg0/data0", FileSystem = "ext4" };

    private static readonly Bytes Extent = Bytes.FromMiB(4);

    public StoragePolicy Policy { get; set; } = new() { Pools = [Pool], Mounts = [Mount] };

    public List<PoolDisk> Disks { get; } = [.. Enumerable.Range(0, 4).Select(Image)];

    public List<LvmDisk> Labels { get; } = [.. Enumerable.Range(0, 4).Select(Label)];

    public LvmGroup Group { get; set; } = new("vg0", Extent, 1796, 772, Bytes.FromMiB(3088), 0, false);

    public LvmVolume Volume { get; set; } = new("vg0/data0", "vg0", Bytes.FromGiB(4), true, true, false, false, "", "", null);

    public List<LvmVolume> Others { get; } = [];

    public List<LvmGroup> OtherGroups { get; } = [];

    public LvmBlindness? Blindness { get; set; }

    public MountState State { get; set; } = new()
    {
        Path = "/data",
        LogicalVolume = "vg0/data0",
        HasDevice = true,
        Source = "/dev/mapper/vg0-data0",
        IsWanted = true,
        FileSystem = "ext4",
    };

    public List<Event> More { get; } = [];

    public static PoolDisk Image(int number) => new()
    {
        Pool = "vg0",
        Path = $"/media/disk{number}.img",
        IsImage = true,
        WantedSize = Bytes.FromMiB(1800),
        Exists = true,
        Size = Bytes.FromMiB(1800),
        Allocated = Bytes.FromMiB(1800),
        Device = $"/dev/loop{number}",
        DeviceSize = Bytes.FromMiB(1800),
        Content = DiskContent.PhysicalVolume,
        HostAvailable = Bytes.FromMiB(100),
    };

    public static LvmDisk Label(int number) => new(
        $"/dev/loop{number}", "vg0", $"uuid{number}", Bytes.FromMiB(1796), Bytes.FromMiB(772), true, Bytes.FromMiB(1800), Bytes.FromMiB(1), Extent, false, false, Bytes.FromMiB(2316));

    /// <summary>All that a look at the machine tells, the end of it last.</summary>
    public Event[] Look() =>
    [
        new SettingsLoaded("test.toml", "", ActingMode.Act, []) { Storage = Policy },
        new LvmReported([Group, .. OtherGroups], Labels, [Volume, .. Others], Blindness),
        .. Disks.Select(d => new PoolDiskSeen(d)),
        new MountSeen(State),
        .. More,
        new StorageLooked("a test"),
    ];

    /// <summary>The test of these rules, with the look as what happens.</summary>
    public RuleTest See(params Rule[] rules) => RuleTest.Of(rules).When(Look());
}
