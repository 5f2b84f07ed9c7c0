using System.Globalization;
using EventOps.Linux.Native;

namespace EventOps.Linux.Processes;

/// <summary>Finds the processes that keep a filesystem from being unmounted: a file of it open or mapped, or their folder or root on it.</summary>
public static class MountUsers
{
    private static readonly string[] Places = ["cwd", "root", "exe"];

    /// <param name="device">Of the filesystem, as stat(2) tells it.</param>
    /// <param name="proc">Where proc is mounted.</param>
    /// <returns>Each as "httpd (412)"; processes that end while being looked at are left out.</returns>
    public static IReadOnlyList<string> Of(DeviceNumber device, string proc = "/proc") =>
    [
        .. Entries(proc)
            .Where(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Where(f => Places.Select(p => Path.Combine(f, p)).Concat(Entries(Path.Combine(f, "fd"))).Any(l => HolderOf(l) == device) || Maps(f, device))
            .Select(f => $"{Quietly(() => File.ReadAllText(Path.Combine(f, "comm")))?.Trim()} ({Path.GetFileName(f)})"),
    ];

    /// <summary>Fourth column of proc_pid_maps(5), in hexadecimal.</summary>
    private static bool Maps(string folder, DeviceNumber device)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $" {device.Major:x2}:{device.Minor:x2} ");
        return (Quietly(() => File.ReadAllLines(Path.Combine(folder, "maps"))) ?? []).Any(l => l.Contains(wanted, StringComparison.Ordinal));
    }

    private static DeviceNumber? HolderOf(string link)
    {
        try
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(link), OpenMode.PathOnly);
            return FileStatus.Read(file, link).Holder;
        }
        catch (LinuxException)
        {
            // Closed in between, or a kernel thread, which has no such place.
            return null;
        }
    }

    private static string[] Entries(string folder) => Quietly(() => Directory.GetFileSystemEntries(folder)) ?? [];

    private static T? Quietly<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
