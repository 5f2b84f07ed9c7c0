namespace EventOps.Linux.Security;

/// <summary>What a trusted path may be.</summary>
public sealed record TrustedPathOptions
{
    /// <summary>Accepts folders that all may write but only owners may delete from (like /tmp). For tests; a daemon's files do not belong there.</summary>
    public bool AllowStickyFolders { get; init; }

    /// <summary>The path must end in a folder instead of a regular file.</summary>
    public bool Folder { get; init; }
}
