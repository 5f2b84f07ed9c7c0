using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>Who owns a file or folder and who may do what with it.</summary>
/// <param name="Mode">The twelve permission bits.</param>
public sealed partial record FilePermissions(uint Owner, int Mode)
{
    private const int Unchanged = -1;

    /// <summary>As chmod(1) writes it, at least three digits.</summary>
    public string Octal => Convert.ToString(Mode, 8).PadLeft(3, '0');

    /// <returns>Null when it is not there.</returns>
    public static FilePermissions? Read(string path) =>
        FileStatus.OfPath(path) is { } status ? new FilePermissions(status.Owner, status.Permissions) : null;

    /// <exception cref="LinuxException">chown(2) refused.</exception>
    public static void SetOwner(string path, uint owner, uint? group = null)
    {
        if (ChangeOwner(LinuxPath.FromString(path).Terminated, (int)owner, (int?)group ?? Unchanged) < 0)
        {
            throw new LinuxException("chown", path, Errno.Last);
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static partial int ChangeOwner(byte[] path, int owner, int group);
}
