using System.Globalization;
using EventOps.Linux.Block;

namespace EventOps.Linux.FileSystems;

/// <summary>How many errors a mounted ext4 has met, as /sys/fs/ext4/DEVICE/errors_count tells.</summary>
public static class Ext4Errors
{
    /// <param name="device">The kernel's name: dm-0, loop1.</param>
    /// <returns>Zero when there were none, or the device holds no mounted ext4.</returns>
    public static long Count(string device, string sysfs = "/sys") =>
        long.TryParse(SysfsAttribute.Text(Path.Combine(sysfs, "fs", "ext4", device), "errors_count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;
}
