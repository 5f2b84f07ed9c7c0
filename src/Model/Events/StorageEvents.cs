namespace EventOps.Model;

/// <summary>What LVM reports, all at once, so that the parts fit together. Only told when it has changed.</summary>
public sealed record LvmReported(
    IReadOnlyList<LvmGroup> Groups,
    IReadOnlyList<LvmDisk> Disks,
    IReadOnlyList<LvmVolume> Volumes,
    LvmBlindness? Blindness = null) : Event
{
    /// <summary>Those that are active. Journals from before there were any tell of none.</summary>
    public IReadOnlyList<ThinPool> ThinPools { get; init => field = value ?? []; } = [];
}

/// <summary>The state of a disk that the settings want.</summary>
public sealed record PoolDiskSeen(PoolDisk Disk) : Event;

/// <summary>The state of a mount that the settings want.</summary>
public sealed record MountSeen(MountState Mount) : Event;

/// <summary>The state of a folder that the settings speak of.</summary>
public sealed record FolderSeen(FolderState Folder) : Event;

/// <summary>The deleted files that processes hold open on the filesystems looked after, from 1 MiB up.</summary>
public sealed record DeletedFilesSeen(IReadOnlyList<DeletedFile> Files) : Event;

/// <summary>The state of a unit that is to attach a pool's images at a boot.</summary>
public sealed record BootUnitSeen(BootUnitState Unit) : Event;

/// <summary>All of the storage was looked at, and what had changed was told before this.</summary>
/// <param name="Why">What made it look.</param>
public sealed record StorageLooked(string Why) : Event;
