using EventOps.Model;

namespace EventOps.Lab;

/// <summary>What <see cref="ScratchVolume"/> is to make.</summary>
public sealed record ScratchVolumeOptions
{
    /// <summary>Of the image at first. XFS wants 300 MiB, btrfs about 110 MiB.</summary>
    public Bytes Size { get; init; } = Bytes.FromMiB(64);

    /// <summary>ext4, xfs or btrfs; what mkfs.NAME makes.</summary>
    public string FileSystem { get; init; } = "ext4";

    /// <summary>Where the scratch folder with image and mount point is made: memory by default, or a folder on a disk.</summary>
    public string Folder { get; init; } = "/dev/shm";

    /// <summary>Put before the image's name on the command line of mkfs.</summary>
    public IReadOnlyList<string> MakeArguments { get; init; } = [];

    /// <summary>The last component of the mount point.</summary>
    public string MountName { get; init; } = "mnt";

    /// <summary>Of mount(8)'s -o, for the filesystem: <c>noquota</c>. Empty for its defaults.</summary>
    public string MountData { get; init; } = "";

    public bool ReadOnly { get; init; }
}
