using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>How full a filesystem is, one reading of statvfs(3), counted as df(1) does.</summary>
/// <remarks>
/// Counters that contradict one another are brought into order rather than passed on: 0 ≤ Available ≤ Free ≤ Size, likewise for inodes.
/// A size of zero means unknown (a pseudo filesystem, or one that is going away), not full.
/// XFS makes inodes as it needs them: its count rises and falls with the free space. btrfs counts none: all three are zero; and it counts
/// data written only when its transaction commits, every 30 s or at syncfs(2), so it lags behind. What
/// btrfs calls available is an estimate that RAID profiles and metadata chunks can make wrong by gigabytes.
/// A frozen filesystem or one on a dead disk still answers, with its last counts.
/// </remarks>
/// <param name="BlockSize">The unit that the kernel counted in (f_frsize), in bytes.</param>
/// <param name="Free">Unused, blocks reserved for root included.</param>
/// <param name="Available">What an ordinary user may still write.</param>
public readonly record struct FileSystemUsage(
    long BlockSize,
    Bytes Size,
    Bytes Free,
    Bytes Available,
    long Inodes,
    long InodesFree,
    long InodesAvailable,
    bool IsReadOnly)
{
    private const ulong ReadOnlyFlag = 1;

    /// <summary>In use, as df prints it.</summary>
    public Bytes Used => Size - Free;

    /// <summary>Follows symbolic links. Can block for ever on a hung network filesystem or FUSE: call it where that is harmless.</summary>
    /// <exception cref="LinuxException">statvfs(3) failed.</exception>
    public static FileSystemUsage Read(LinuxPath path)
    {
        StatVfs raw;
        while (Libc.StatVfs(path.Terminated, out raw) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("statvfs", path.ToDisplay(), Errno.Last);
            }
        }

        return From(raw);
    }

    /// <param name="file">Any open file or folder of the filesystem.</param>
    /// <exception cref="LinuxException">fstatvfs(3) failed.</exception>
    public static FileSystemUsage Read(SafeHandle file)
    {
        StatVfs raw;
        while (Libc.FStatVfs(file, out raw) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("fstatvfs", "open file", Errno.Last);
            }
        }

        return From(raw);
    }

    /// <summary>Brings raw counters into order; what exceeds a signed 64-bit number of bytes becomes the largest one.</summary>
    internal static FileSystemUsage From(in StatVfs raw)
    {
        var block = raw.FragmentSize != 0 ? raw.FragmentSize : raw.BlockSize;
        var blocks = raw.Blocks;
        var free = Math.Min(raw.BlocksFree, blocks);
        var inodes = Math.Min(raw.Files, long.MaxValue);
        var inodesFree = Math.Min(raw.FilesFree, inodes);
        return new FileSystemUsage(
            (long)Math.Min(block, long.MaxValue),
            Scale(blocks, block),
            Scale(free, block),
            Scale(AvailableOf(raw.BlocksAvailable, free), block),
            (long)inodes,
            (long)inodesFree,
            (long)AvailableOf(raw.FilesAvailable, inodesFree),
            (raw.Flags & ReadOnlyFlag) != 0);
    }

    /// <summary>Some filesystems let the reserve push "available" below zero, which arrives as a huge number: that is none, not all.</summary>
    private static ulong AvailableOf(ulong available, ulong free) => available > long.MaxValue ? 0 : Math.Min(available, free);

    private static Bytes Scale(ulong count, ulong unit) => new((long)UInt128.Min((UInt128)count * unit, long.MaxValue));
}
