using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>What the settings want and allow of the storage of the whole host.</summary>
public sealed record StoragePolicy : IFact
{
    /// <summary>What becomes of deleted files that a process holds open while room is short.</summary>
    public DeletedFiles DeletedFiles { get; init; }

    public IReadOnlyList<PoolPolicy> Pools { get; init; } = [];

    public IReadOnlyList<MountPolicy> Mounts { get; init; } = [];

    public IReadOnlyList<FolderPolicy> Folders { get; init; } = [];

    /// <summary>Journals from before there were any tell of none.</summary>
    public IReadOnlyList<ThinPoolPolicy> ThinPools { get; init => field = value ?? []; } = [];

    /// <summary>Nothing is said of any pool, mount or folder: the storage sensor has nothing to look at.</summary>
    [JsonIgnore]
    public bool IsEmpty => Pools.Count == 0 && Mounts.Count == 0 && Folders.Count == 0 && ThinPools.Count == 0;

    string IFact.Key => "storage";

    public bool Equals(StoragePolicy? other) =>
        other is not null && DeletedFiles == other.DeletedFiles
        && Pools.SequenceEqual(other.Pools) && Mounts.SequenceEqual(other.Mounts) && Folders.SequenceEqual(other.Folders) && ThinPools.SequenceEqual(other.ThinPools);

    public override int GetHashCode() => HashCode.Combine(DeletedFiles, Pools.Count, Mounts.Count, Folders.Count, ThinPools.Count);
}

/// <summary>What may be done about a deleted file that a process still holds open.</summary>
public enum DeletedFiles
{
    /// <summary>Say which process holds it.</summary>
    Report,

    /// <summary>Empty it in place, unless a process has mapped it or may write to it.</summary>
    Truncate,

    /// <summary>End the process, where it serves a service that the settings say something starts again.</summary>
    Restart,
}
