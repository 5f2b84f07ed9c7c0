using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A mount that the settings want, as it is now.</summary>
public sealed record MountState : IFact
{
    public required string Path { get; init; }

    /// <summary>The wanted device as vg0/data0; empty when it is no logical volume.</summary>
    public string LogicalVolume { get; init; } = "";

    /// <summary>The wanted device's node is there.</summary>
    public bool HasDevice { get; init; }

    /// <summary>What is mounted there and reachable; empty when nothing is.</summary>
    public string Source { get; init; } = "";

    /// <summary>What is reachable there is the wanted device.</summary>
    public bool IsWanted { get; init; }

    /// <summary>The wanted device is mounted there, but another mount covers it.</summary>
    public bool IsCovered { get; init; }

    /// <summary>What covers it, or is in its place, may be unmounted: a memory filesystem or a bind mount without a file in it.</summary>
    public bool CoverIsEmpty { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>The block device refuses writes, whatever the mount says.</summary>
    public bool IsDeviceReadOnly { get; init; }

    /// <summary>Device-mapper holds back all that is written.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Errors that the filesystem has counted (ext4).</summary>
    public long Errors { get; init; }

    /// <summary>The filesystem found on the wanted device; empty when there is none.</summary>
    public string FileSystem { get; init; } = "";

    /// <summary>What is wrong with its line in fstab(5); empty when nothing is.</summary>
    public string FstabProblem { get; init; } = "";

    /// <summary>The share of the filesystem's blocks that is kept for root; null when it cannot be told.</summary>
    public Percent? Reserved { get; init; }

    /// <summary>The folder that it is mounted on holds files, which the mount hides.</summary>
    public bool HidesFiles { get; init; }

    [JsonIgnore]
    public bool IsMounted => Source.Length > 0;

    /// <summary>More or less is kept for root than the policy says, by more than rounding explains.</summary>
    public bool ReservesOtherwise(MountPolicy policy) =>
        Reserved is { } now && policy.Reserved is { } wanted && !IsReservedAs(now, wanted);

    /// <summary>A growth keeps a share of what it adds in whole percents, rounded down; of one percent that leaves nothing.</summary>
    public static bool IsReservedAs(Percent now, Percent wanted) => now.Value <= wanted.Value + 1 && now.Value > wanted.Value - 1;

    string IFact.Key => Path;
}

/// <summary>A folder that the settings speak of, as it is now.</summary>
/// <param name="Mode">Its permission bits in octal.</param>
/// <param name="Owner">The uid.</param>
/// <param name="WantedOwner">The uid that the wanted owner has; null when it does not matter or there is no such user.</param>
public sealed record FolderState(string Path, string Mode, long Owner, bool IsImmutable, long? WantedOwner = null) : IFact
{
    /// <summary>The mount of the settings that it belongs on; empty when it is on none.</summary>
    public string Mount { get; init => field = value ?? ""; } = "";

    /// <summary>What should be mounted there.</summary>
    public string Device { get; init => field = value ?? ""; } = "";

    /// <summary>Its mount is not there, or covered: what lies at its path is another folder, such as a bare mount point that is kept from being written to.</summary>
    public bool IsAway { get; init; }

    /// <summary>Whether its mode, owner or flags are other than the policy wants them.</summary>
    public bool DiffersFrom(FolderPolicy policy) =>
        IsImmutable || (policy.Mode is { } mode && mode != Mode) || (WantedOwner is { } owner && owner != Owner);

    string IFact.Key => Path;
}

/// <summary>A deleted file that a process holds open, on a filesystem that the daemon looks after.</summary>
/// <param name="Size">What it takes on disk.</param>
/// <param name="IsMapped">A process has it in its memory: emptying it would end that process.</param>
/// <param name="HostAvailable">What the filesystem that it lies on has available, rounded down to 1 MiB.</param>
/// <param name="HostSize">Of that filesystem.</param>
public sealed record DeletedFile(string Name, ulong Inode, string Host, int Pid, int Descriptor, string Command, Bytes Size, bool IsMapped, Bytes HostAvailable, Bytes HostSize) : IFact
{
    /// <summary>A process may write to it: it may be a temporary file whose content is needed yet. Journals from before this was looked at tell nothing of it.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Whether emptying it takes nothing from anybody: all who hold it only read what has no name any more.</summary>
    [JsonIgnore]
    public bool MayBeEmptied => !IsMapped && !IsWritable;

    /// <summary>Less than a tenth of the filesystem that it lies on is available.</summary>
    [JsonIgnore]
    public bool IsRoomShort => HostAvailable.Value < HostSize.Value / 10;

    string IFact.Key => $"{Host}:{Inode}";
}

/// <summary>All of the storage was looked at, at this time. Absent while an action on it runs and until it was looked at again.</summary>
public sealed record StorageView(DateTimeOffset At) : IFact
{
    string IFact.Key => "storage";
}
