using System.Globalization;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>
/// How much of a mounted ext4 is kept for root (tune2fs -m). What statvfs(3) holds back from ordinary users is more than that: the kernel keeps
/// clusters for delayed allocation besides, up to 4096 of them, which is much of a small filesystem (ext4_statfs in fs/ext4/super.c).
/// </summary>
public static class Ext4Reserve
{
    /// <param name="device">The kernel's name: dm-0, loop1.</param>
    /// <returns>Null when it cannot be told: no size, or no mounted ext4.</returns>
    /// <exception cref="LinuxException">The mount cannot be asked.</exception>
    public static Percent? Share(LinuxPath mountPoint, string device, string sysfs = "/sys")
    {
        var usage = FileSystemUsage.Read(mountPoint);
        var text = SysfsAttribute.Text(Path.Combine(sysfs, "fs", "ext4", device), "reserved_clusters");
        return usage.Size > Bytes.Zero && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var clusters)
            ? Percent.Of(Math.Max(0, (usage.Free - usage.Available).Value - (clusters * usage.BlockSize)), usage.Size.Value)
            : null;
    }
}
