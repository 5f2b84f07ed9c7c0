using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Security;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Reads the permissions of a folder that the settings speak of.</summary>
internal static class FolderReader
{
    /// <returns>Null when it is not there: what covers or lacks its mount is told elsewhere.</returns>
    /// <exception cref="LinuxException">It cannot be read.</exception>
    public static FolderState? Read(FolderPolicy policy) => FilePermissions.Read(policy.Path) is { } now
        ? new FolderState(
            policy.Path,
            now.Octal,
            now.Owner,
            InodeFlags.IsImmutable(LinuxPath.FromString(policy.Path)) ?? false,
            policy.Owner is { } owner ? UserTable.IdOf(owner) : null)
        : null;
}
