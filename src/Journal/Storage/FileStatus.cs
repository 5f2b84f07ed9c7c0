using System.Runtime.InteropServices;

namespace EventOps.Journal.Storage;

/// <summary>struct statx of linux/stat.h, as far as it is used: the same layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    public const uint BasicFields = 0x7ff;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly bool IsSameAs(in FileStatus other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;
}
