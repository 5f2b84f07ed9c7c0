using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Lab;

/// <summary>mount(2) and umount2(2).</summary>
public static partial class ScratchMounts
{
    public const ulong ReadOnly = 1;
    public const ulong Remount = 32;
    public const ulong Bind = 4096;
    public const ulong Private = 1 << 18;

    private const int Lazily = 2;
    private const int DoNotFollow = 8;

    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Mount(string source, LinuxPath target, string fileSystem, ulong flags = 0, string data = "")
    {
        if (CallMount(source, target.ToNullTerminated(), fileSystem, flags, data) != 0)
        {
            throw new LinuxException($"mount {fileSystem} {source}", target.ToDisplay(), Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Unmounts, in use or not; what is open stays so until it is closed.</summary>
    /// <returns>False when nothing is mounted there.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static bool Unmount(LinuxPath target, bool lazily = true)
    {
        if (CallUnmount(target.ToNullTerminated(), (lazily ? Lazily : 0) | DoNotFollow) == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.EINVAL or Errno.ENOENT ? false : throw new LinuxException("umount", target.ToDisplay(), errno);
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallMount(string source, byte[] target, string fileSystem, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true)]
    private static partial int CallUnmount(byte[] target, int flags);
}
