using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>XFS_IOC_FSGEOMETRY: how a mounted XFS is laid out (ioctl_xfs_fsgeometry(2)).</summary>
/// <param name="BlockSize">In bytes.</param>
/// <param name="DataBlocks">Of the data section, which is what grows.</param>
/// <param name="GroupBlocks">Of one allocation group.</param>
/// <param name="InodeShare">The most space that inodes may take, in percent; growing sets it, so it must be passed on.</param>
public readonly record struct XfsGeometry(uint BlockSize, ulong DataBlocks, uint GroupBlocks, uint Groups, uint InodeShare)
{
    private const nuint GeometryRequest = 0x8100587e;
    private const nuint OldGeometryRequest = 0x8070587c;
    private const nuint GrowRequest = 0x4010586e;

    public long Size => (long)UInt128.Min((UInt128)DataBlocks * BlockSize, long.MaxValue);

    /// <param name="file">Any open file or folder of it.</param>
    /// <exception cref="LinuxException">It is no XFS (ENOTTY), or it is shut down (EIO).</exception>
    public static XfsGeometry Read(FileDescriptor file, string target)
    {
        Span<byte> raw = stackalloc byte[256];
        if (Ioctl.Try(file, GeometryRequest, raw) < 0)
        {
            // Kernels before 5.2 have only the shorter structure; it begins alike.
            Ioctl.Call(file, OldGeometryRequest, raw, "XFS_IOC_FSGEOMETRY", target);
        }

        return new XfsGeometry(
            MemoryMarshal.Read<uint>(raw),
            MemoryMarshal.Read<ulong>(raw[32..]),
            MemoryMarshal.Read<uint>(raw[8..]),
            MemoryMarshal.Read<uint>(raw[12..]),
            MemoryMarshal.Read<uint>(raw[28..]));
    }

    /// <summary>XFS_IOC_FSGROWFSDATA to a number of blocks; the kernel drops a last group too small to be of use.</summary>
    internal static void Grow(FileDescriptor file, ulong blocks, uint inodeShare, string target, string cure)
    {
        Span<byte> request = stackalloc byte[16];
        request.Clear();
        MemoryMarshal.Write(request, blocks);
        MemoryMarshal.Write(request[8..], inodeShare);
        Ioctl.Call(file, GrowRequest, request, "XFS_IOC_FSGROWFSDATA", target, cure);
    }
}
