using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>
/// Puts right what cannot be put right without a risk: something may be lost, or what uses it must stop. Wanted by rules as any other
/// correction, and done only once an operator has said yes to it by its name (<c>eventops approve</c>).
/// </summary>
public abstract record Proposal(string Because) : StorageCorrection(Because)
{
    /// <summary>What an operator calls it by: "check:/data".</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>What may be lost or must stop, in words.</summary>
    [JsonIgnore]
    public abstract string Risk { get; }
}

/// <summary>Have a filesystem that has met errors checked: unmounted, e2fsck -fp, mounted again.</summary>
public sealed record CheckFileSystem(string Path, string Device, string FileSystem, string Options, string Because) : Proposal(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Mount(Path);

    [JsonIgnore]
    public override string Name => "check:" + Path;

    [JsonIgnore]
    public override string Risk => $"{Path} is not there while it is checked; e2fsck -p changes only what is safe to change, and stops when it needs more";
}

/// <summary>Have a snapshot removed.</summary>
/// <param name="Volume">Group and name of the snapshot.</param>
public sealed record RemoveSnapshot(string Volume, string Because) : Proposal(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Volume);

    [JsonIgnore]
    public override string Name => "remove-snapshot:" + Volume;

    [JsonIgnore]
    public override string Risk => "what the snapshot preserves is gone for good";
}

/// <summary>Have a volume group do without disks that are missing and that no volume lies on; LVM refuses while one does.</summary>
public sealed record ForgetMissingDisks(string Pool, string Because) : Proposal(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Pool);

    [JsonIgnore]
    public override string Name => "forget-missing-disks:" + Pool;

    [JsonIgnore]
    public override string Risk => $"a disk that comes back later is no disk of {Pool} any more; no volume loses anything, as LVM refuses where one lies on it";
}
