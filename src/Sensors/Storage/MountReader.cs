using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Reads the state of a mount that the settings want: the mount table, the device, its filesystem, its line in fstab(5).</summary>
internal static class MountReader
{
    private const int MostEntries = 64;

    /// <exception cref="LinuxException">The mount table or device cannot be read.</exception>
    /// <exception cref="IOException">fstab cannot be read.</exception>
    public static MountState Read(MountPolicy policy, MountTable table, Fstab fstab)
    {
        var path = LinuxPath.FromString(policy.Path);
        var number = DeviceNode.NumberOf(policy.Device);
        var device = number is { } n ? BlockDevice.Find(n) : null;
        var top = table.TopmostAt(path);
        var wanted = number is { } d ? table.OnDevice(d).FirstOrDefault(m => m.MountPoint == path && !m.IsPart) : null;
        var isWanted = top is not null && top == wanted;
        var type = device is null || device.IsSuspended ? "" : FileSystemProbe.Read(policy.Device);
        return new MountState
        {
            Path = policy.Path,
            LogicalVolume = policy.LogicalVolume,
            HasDevice = device is not null,
            Source = top?.Source.ToString() ?? "",
            IsWanted = isWanted,
            IsCovered = !isWanted && wanted is not null,
            CoverIsEmpty = !isWanted && top is not null && IsEmpty(policy.Path),
            IsReadOnly = (wanted ?? top)?.IsReadOnly ?? false,
            IsDeviceReadOnly = device?.IsReadOnly ?? false,
            IsSuspended = device?.IsSuspended ?? false,
            Errors = device is null ? 0 : Ext4Errors.Count(device.Name),
            HidesFiles = isWanted && MountBeneath.HoldsFiles(policy.Path) is true,
            FileSystem = device is { IsSuspended: true } ? policy.FileSystem : type,
            FstabProblem = policy.IsInFstab ? FstabReader.Problem(policy, fstab) : "",
            Reserved = isWanted && policy.Reserved is not null && device is { IsSuspended: false } ? Ext4Reserve.Share(LinuxPath.FromString(policy.Device)) : null,
        };
    }

    /// <summary>Not a file in it, apart from what a new ext4 has.</summary>
    private static bool IsEmpty(string path)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(path).Take(MostEntries).Any(e => Path.GetFileName(e) != "lost+found");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed is not known to be empty.
            return false;
        }
    }
}
