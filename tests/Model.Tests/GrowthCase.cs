namespace EventOps.Model.Tests;

/// <summary>A row of the table of growths; sizes in MiB, rates in MiB per second.</summary>
internal sealed record GrowthCase(string Name, double Used, double Available, double Expected)
{
    public double? Device { get; init; }

    public double Step { get; init; } = 500;

    public double Ceiling { get; init; } = 8192;

    public double GrowAt { get; init; } = 85;

    public double Below { get; init; }

    public double Rate { get; init; }

    public double LongRate { get; init; }

    public double Horizon { get; init; } = 2;

    public long Inodes { get; init; } = 1000;

    public long InodesFree { get; init; } = 900;

    public double GrowAtInodes { get; init; } = 90;

    public double Room { get; init; }

    public double AtLeast { get; init; }

    public string FileSystem { get; init; } = "ext4";

    public bool IsKnown { get; init; } = true;

    public Volume Volume => new()
    {
        Name = "v",
        MountPoint = "/v",
        FileSystem = FileSystem,
        Kind = VolumeKind.Image,
        Storage = "/v.img",
        Size = MiB(Used + Available),
        Available = MiB(Available),
        Free = MiB(Available),
        DeviceSize = MiB(Device ?? (Used + Available)),
        FileSystemSize = MiB(Used + Available),
        ShortRate = new ByteRate(MiB(Rate).Value),
        LongRate = new ByteRate(MiB(LongRate).Value),
        Inodes = Inodes,
        InodesFree = InodesFree,
        IsKnown = IsKnown,
        Room = MiB(Room),
    };

    public VolumePolicy Policy => new()
    {
        Volume = "v",
        MountPoint = "/v",
        Step = MiB(Step),
        Ceiling = MiB(Ceiling),
        GrowAt = new Percent(GrowAt),
        GrowBelow = MiB(Below),
        Horizon = TimeSpan.FromSeconds(Horizon),
        AtLeast = MiB(AtLeast),
        GrowAtInodes = new Percent(GrowAtInodes),
    };

    public static Bytes MiB(double count) => new((long)(count * (1 << 20)));
}
