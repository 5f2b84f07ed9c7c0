using System.Globalization;

namespace EventOps.Linux.Block;

/// <summary>What sysfs tells of a block device's queue and of what lies on it.</summary>
public static class BlockQueue
{
    private const string Discard = "queue/discard_max_bytes";

    /// <summary>Whether discards reach it: on a loop device they punch holes into its file.</summary>
    public static bool Discards(string name, string sysfs = "/sys") =>
        long.TryParse(SysfsAttribute.Text(Folder(name, sysfs), Discard), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0;

    /// <summary>Has discards not reach it any more, until it is attached anew.</summary>
    /// <exception cref="IOException">sysfs refused.</exception>
    public static void StopDiscards(string name, string sysfs = "/sys") => File.WriteAllText(Path.Combine(Folder(name, sysfs), Discard), "0");

    /// <summary>Whether another device, such as a logical volume, lies on it.</summary>
    public static bool IsHeld(string name, string sysfs = "/sys")
    {
        var holders = new DirectoryInfo(Path.Combine(Folder(name, sysfs), "holders"));
        return holders.Exists && holders.EnumerateFileSystemInfos().Any();
    }

    private static string Folder(string name, string sysfs) => Path.Combine(sysfs, "class", "block", name);
}
