using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Rules.Compilation.Files;

/// <summary>Opens files by folder handle and without following links, which File cannot: openat(2), statx(2), geteuid(2).</summary>
internal static partial class NativeFiles
{
    public const int NoSuchFile = 2;
    public const int TooManyLinks = 40;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int EmptyPath = 0x1000;
    private const int NoFollowPath = 0x100;
    private const uint BasicStats = 0x7FF;

    // These two differ between architectures: asm-generic/fcntl.h, and arch/arm64/include/uapi/asm/fcntl.h.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    private static readonly int FolderOnly = IsArm ? 0x4000 : 0x10000;

    /// <summary>The user whom the kernel takes this process for.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>The folder at the top; every other one is opened from it, step by step.</summary>
    /// <exception cref="Win32Exception">It cannot be opened.</exception>
    public static SafeFileHandle OpenRoot() => Checked(OpenAt(-100, "/", FolderOnly | CloseOnExec), "/");

    /// <exception cref="Win32Exception">It cannot be opened, or is a link.</exception>
    public static SafeFileHandle OpenFolder(SafeFileHandle parent, string name) => Open(parent, name, FolderOnly | NoFollow | CloseOnExec);

    /// <summary>Never blocks, be it a pipe.</summary>
    /// <exception cref="Win32Exception">It cannot be opened, or is a link.</exception>
    public static SafeFileHandle OpenFile(SafeFileHandle folder, string name) => Open(folder, name, NoFollow | NonBlocking | CloseOnExec);

    /// <summary>Of an open file.</summary>
    /// <exception cref="Win32Exception">The kernel's answer.</exception>
    public static FileStatus Status(SafeFileHandle file) => Status(file, "", EmptyPath);

    /// <summary>Of an entry of a folder, links not followed.</summary>
    /// <exception cref="Win32Exception">The kernel's answer.</exception>
    public static FileStatus Status(SafeFileHandle folder, string name) => Status(folder, name, NoFollowPath);

    private static FileStatus Status(SafeFileHandle handle, string name, int flags)
    {
        var status = default(Statx);
        return StatAt(handle, name, flags, BasicStats, ref status) == 0
            ? new FileStatus(status.Mode, status.Links, status.Owner, (long)status.Size)
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static SafeFileHandle Open(SafeFileHandle parent, string name, int flags)
    {
        var added = false;
        try
        {
            parent.DangerousAddRef(ref added);
            return Checked(OpenAt((int)parent.DangerousGetHandle(), name, flags), name);
        }
        finally
        {
            if (added)
            {
                parent.DangerousRelease();
            }
        }
    }

    private static SafeFileHandle Checked(int descriptor, string name) =>
        descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"cannot open {name}: {Marshal.GetLastPInvokeErrorMessage()}");

    // Variadic in C; without O_CREAT no third argument is read.
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatAt(SafeFileHandle folder, string path, int flags, uint mask, ref Statx status);

    /// <summary>struct statx of linux/stat.h: the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public ulong Size;
    }
}
