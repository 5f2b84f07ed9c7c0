using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Mode">Kind and permissions, as stat(1) %f prints them in hexadecimal.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Allocated">In bytes: blocks × 512.</param>
/// <param name="Holder">Of the filesystem that holds it.</param>
/// <param name="Device">Of the device that it is; 0:0 of other files.</param>
public readonly record struct FileStatus(
    int Mode, uint Owner, uint Links, long Size, long Allocated, ulong Inode, DeviceNumber Holder, DeviceNumber Device)
{
    private const ulong Immutable = 0x10;

    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatistics = 0x7ff;

    public bool IsRegular => (Mode & 0xf000) == 0x8000;

    public bool IsFolder => (Mode & 0xf000) == 0x4000;

    public bool IsLink => (Mode & 0xf000) == 0xa000;

    public bool IsBlockDevice => (Mode & 0xf000) == 0x6000;

    /// <summary>Of a folder: only owners delete what is in it.</summary>
    public bool IsSticky => (Mode & 0x200) != 0;

    /// <summary>By its group, or by all.</summary>
    public bool IsWritableByOthers => (Mode & 0x12) != 0;

    /// <summary>It cannot be changed, as chattr(1) says +i; false too where the filesystem does not tell (STATX_ATTR_IMMUTABLE).</summary>
    public bool IsImmutable { get; private init; }

    /// <summary>The group that it belongs to.</summary>
    public uint Group { get; private init; }

    /// <summary>When its content, name or permissions last changed; nobody sets this clock back by touch(1).</summary>
    public (long Seconds, uint Nanoseconds) Changed { get; private init; }

    /// <summary>The twelve permission bits.</summary>
    public int Permissions => Mode & 0xfff;

    /// <exception cref="LinuxException">statx(2) failed.</exception>
    public static FileStatus Read(FileDescriptor file, string target) => OfDescriptor(file) ?? throw new LinuxException("statx", target, Errno.Last);

    /// <summary>The file behind an open descriptor; null when the kernel refuses.</summary>
    public static FileStatus? OfDescriptor(SafeHandle file)
    {
        Span<byte> raw = stackalloc byte[256];
        return Libc.StatX(file, default(LinuxPath).Terminated, EmptyPath | NoFollow, BasicStatistics, raw) < 0 ? null : Parse(raw);
    }

    /// <summary>The file behind a path, links followed; null when there is none or it cannot be seen.</summary>
    public static FileStatus? OfPath(string path)
    {
        Span<byte> raw = stackalloc byte[256];
        return Libc.StatX(CurrentFolder, LinuxPath.FromString(path).Terminated, 0, BasicStatistics, raw) < 0 ? null : Parse(raw);
    }

    /// <remarks>Offsets of struct statx, the same on every architecture (linux/stat.h).</remarks>
    private static FileStatus Parse(ReadOnlySpan<byte> raw) => new(
        MemoryMarshal.Read<ushort>(raw[28..]),
        MemoryMarshal.Read<uint>(raw[20..]),
        MemoryMarshal.Read<uint>(raw[16..]),
        (long)MemoryMarshal.Read<ulong>(raw[40..]),
        (long)MemoryMarshal.Read<ulong>(raw[48..]) * 512,
        MemoryMarshal.Read<ulong>(raw[32..]),
        new DeviceNumber(MemoryMarshal.Read<uint>(raw[136..]), MemoryMarshal.Read<uint>(raw[140..])),
        new DeviceNumber(MemoryMarshal.Read<uint>(raw[128..]), MemoryMarshal.Read<uint>(raw[132..])))
    {
        Group = MemoryMarshal.Read<uint>(raw[24..]),
        Changed = (MemoryMarshal.Read<long>(raw[96..]), MemoryMarshal.Read<uint>(raw[104..])),
        IsImmutable = (MemoryMarshal.Read<ulong>(raw[8..]) & Immutable) != 0,
    };
}
