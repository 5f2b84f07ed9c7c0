using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>struct statvfs of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct StatVfs
{
    internal ulong BlockSize;
    internal ulong FragmentSize;
    internal ulong Blocks;
    internal ulong BlocksFree;
    internal ulong BlocksAvailable;
    internal ulong Files;
    internal ulong FilesFree;
    internal ulong FilesAvailable;
    internal ulong Identity;
    internal ulong Flags;
    internal ulong NameMaximum;
}
