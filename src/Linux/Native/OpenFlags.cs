using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>open(2)'s flags as numbers. Two of them differ between x86 and ARM (arch/arm64/include/uapi/asm/fcntl.h).</summary>
internal static class OpenFlags
{
    internal const int ReadWrite = 2;
    internal const int CreateNew = 0x40 | 0x80;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    internal static int Folder => IsArm ? 0x4000 : 0x10000;

    internal static int NoFollow => IsArm ? 0x8000 : 0x20000;

    internal static int Of(OpenMode mode) =>
        (mode.HasFlag(OpenMode.Write) ? ReadWrite : 0)
        | (mode.HasFlag(OpenMode.NoFollow) ? NoFollow : 0)
        | (mode.HasFlag(OpenMode.Folder) ? Folder : 0)
        | (mode.HasFlag(OpenMode.NonBlocking) ? NonBlocking : 0)
        | (mode.HasFlag(OpenMode.PathOnly) ? PathOnly : 0);
}
