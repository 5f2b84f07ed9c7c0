namespace EventOps.Host.Daemon;

/// <summary>The kernel's boot id (random(4)).</summary>
internal static class BootId
{
    public static string Read() => File.Exists(Path) ? File.ReadAllText(Path).Trim() : "unknown";

    private const string Path = "/proc/sys/kernel/random/boot_id";
}
