using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Security;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Reads the permissions of a folder that the settings speak of.</summary>
internal static class FolderReader
{
    /// <param name="mounts">Those of the settings: one of them may hold the folder.</param>
    /// <param name="table">What is mounted.</param>
    /// <returns>Null when it is not there: what covers or lacks its mount is told elsewhere.</returns>
    /// <exception cref="LinuxException">It cannot be read.</exception>
    public static FolderState? Read(FolderPolicy policy, IReadOnlyList<MountPolicy> mounts, MountTable table)
    {
        var path = LinuxPath.FromString(policy.Path);
        var mount = mounts.Where(m => path.IsWithin(LinuxPath.FromString(m.Path))).MaxBy(m => m.Path.Length);
        return Read(policy) is not { } folder ? null
            : mount is null ? folder
            : folder with
            {
                Mount = mount.Path,
                Device = mount.Device,
                IsAway = table.TopmostAt(LinuxPath.FromString(mount.Path)) is not { } top || DeviceNode.NumberOf(mount.Device) != top.Device,
            };
    }

    private static FolderState? Read(FolderPolicy policy) => FilePermissions.Read(policy.Path) is { } now
        ? new FolderState(
            policy.Path,
            now.Octal,
            now.Owner,
            InodeFlags.IsImmutable(LinuxPath.FromString(policy.Path)) ?? false,
            policy.Owner is { } owner ? UserTable.IdOf(owner) : null)
        : null;
}
