using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>A device of a mounted btrfs and how much of it the filesystem uses (BTRFS_IOC_DEV_INFO).</summary>
/// <param name="Id">btrfs' own number of the device.</param>
/// <param name="Size">What the filesystem spans of it, in bytes.</param>
/// <param name="Allocated">Given to chunks, in bytes; not the same as full.</param>
public sealed record BtrfsDevice(ulong Id, long Size, long Allocated, LinuxPath Path);
