using System.Runtime.InteropServices;

namespace EventOps.Linux.Security;

/// <summary>The owner, mode and kind of a file, by statx(2), whose layout is the same on every architecture.</summary>
internal sealed record FileStatus(uint Owner, uint Group, uint Mode, uint Links)
{
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const uint KindMask = 0xF000;

    internal static uint OwnUser { get; } = NativeSecurity.geteuid();

    internal bool IsRegular => (Mode & KindMask) == 0x8000;

    internal bool IsFolder => (Mode & KindMask) == 0x4000;

    internal bool IsLink => (Mode & KindMask) == 0xA000;

    internal bool IsSticky => (Mode & 0x200) != 0;

    internal bool IsWritableByOthers => (Mode & 0x12) != 0;

    /// <summary>The file behind a path, links followed; null when there is none or it cannot be seen.</summary>
    internal static FileStatus? OfPath(string path) => Read(NativeSecurity.CurrentFolder, path, 0);

    /// <summary>The file behind an open descriptor; null when the kernel refuses.</summary>
    internal static FileStatus? OfDescriptor(SafeHandle descriptor)
    {
        var held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            return Read((int)descriptor.DangerousGetHandle(), "", EmptyPath | NoFollow);
        }
        finally
        {
            if (held)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    private static unsafe FileStatus? Read(int folder, string path, int flags)
    {
        // struct statx: mask 0, blksize 4, attributes 8, nlink 16, uid 20, gid 24, mode 28 (linux/stat.h); 256 bytes in all.
        var status = stackalloc byte[256];
        return NativeSecurity.statx(folder, path, flags, BasicFields, status) == 0
            ? new FileStatus(*(uint*)(status + 20), *(uint*)(status + 24), *(ushort*)(status + 28), *(uint*)(status + 16))
            : null;
    }
}
