using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Kind">The S_IFMT bits: 0x8000 regular, 0x4000 folder, 0x6000 block device.</param>
/// <param name="Allocated">In bytes: blocks × 512.</param>
/// <param name="Holder">Of the filesystem that holds it.</param>
/// <param name="Device">Of the device that it is; 0:0 of other files.</param>
public readonly record struct FileStatus(int Kind, long Size, long Allocated, ulong Inode, DeviceNumber Holder, DeviceNumber Device)
{
    private const int EmptyPath = 0x1000;
    private const uint BasicStatistics = 0x7ff;

    public bool IsRegular => Kind == 0x8000;

    public bool IsFolder => Kind == 0x4000;

    public bool IsBlockDevice => Kind == 0x6000;

    /// <exception cref="LinuxException">statx(2) failed.</exception>
    public static FileStatus Read(FileDescriptor file, string target)
    {
        Span<byte> raw = stackalloc byte[256];
        return Libc.StatX(file, default(LinuxPath).Terminated, EmptyPath, BasicStatistics, raw) < 0
            ? throw new LinuxException("statx", target, Errno.Last)
            : Parse(raw);
    }

    /// <remarks>Offsets of struct statx, the same on every architecture (linux/stat.h).</remarks>
    private static FileStatus Parse(ReadOnlySpan<byte> raw) => new(
        MemoryMarshal.Read<ushort>(raw[28..]) & 0xf000,
        (long)MemoryMarshal.Read<ulong>(raw[40..]),
        (long)MemoryMarshal.Read<ulong>(raw[48..]) * 512,
        MemoryMarshal.Read<ulong>(raw[32..]),
        new DeviceNumber(MemoryMarshal.Read<uint>(raw[136..]), MemoryMarshal.Read<uint>(raw[140..])),
        new DeviceNumber(MemoryMarshal.Read<uint>(raw[128..]), MemoryMarshal.Read<uint>(raw[132..])));
}
