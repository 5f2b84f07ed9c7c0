using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>struct loop_config of linux/loop.h as bytes.</summary>
internal static class LoopConfiguration
{
    /// <summary>Where its struct loop_info64 begins.</summary>
    internal const int InfoOffset = 8;

    private const int Length = 304;
    private const int FlagsOffset = InfoOffset + 52;
    private const int NameOffset = InfoOffset + 56;
    private const int NameLength = 63;
    private const int ReadOnlyFlag = 1;

    internal static byte[] For(FileDescriptor backing, LinuxPath file, bool readOnly)
    {
        var raw = new byte[Length];
        MemoryMarshal.Write(raw, (int)backing.DangerousGetHandle());
        MemoryMarshal.Write(raw.AsSpan(FlagsOffset), readOnly ? ReadOnlyFlag : 0);
        file.Bytes[..Math.Min(NameLength, file.Bytes.Length)].CopyTo(raw.AsSpan(NameOffset));
        return raw;
    }
}
