using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>What growing a filesystem did, both sizes measured.</summary>
/// <param name="After">May be less than asked by up to an allocation group (XFS) or a block group (ext4) that would be too small.</param>
public readonly record struct Growth(Bytes Before, Bytes After)
{
    /// <summary>False when it had that size already.</summary>
    public bool HasGrown => After > Before;
}
