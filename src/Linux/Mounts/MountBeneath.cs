using System.Globalization;
using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.Mounts;

/// <summary>What lies in the folder that something is mounted on: out of reach by its name as long as the mount is there.</summary>
public static partial class MountBeneath
{
    private const long OpenTree = 428;
    private const int CurrentFolder = -100;
    private const uint Clone = 1;

    /// <summary>Looks through a copy of the mount that holds the folder above, without what is mounted in it. Nobody else sees the copy, and it ends with its descriptor (open_tree(2)).</summary>
    /// <param name="mountPoint">Absolute; not the root.</param>
    /// <returns>Null when it cannot be told: without CAP_SYS_ADMIN, or when the folder cannot be listed.</returns>
    public static bool? HoldsFiles(string mountPoint)
    {
        if (Path.GetDirectoryName(mountPoint) is not { } above)
        {
            return null;
        }

        using var copy = new FileDescriptor((int)Call(OpenTree, CurrentFolder, LinuxPath.FromString(above).Terminated, Clone | OpenFlags.CloseOnExec));
        if (copy.IsInvalid)
        {
            return null;
        }

        try
        {
            return Directory.EnumerateFileSystemEntries(
                string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{(int)copy.DangerousGetHandle()}/{Path.GetFileName(mountPoint)}")).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(long number, long folder, byte[] path, ulong flags);
}
