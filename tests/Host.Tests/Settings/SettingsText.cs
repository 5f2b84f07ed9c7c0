using System.Text;
using EventOps.Host.Settings;

namespace EventOps.Host.Tests.Settings;

/// <summary>Settings written in a test.</summary>
internal static class SettingsText
{
    public const string Path = "/etc/eventops/eventops.toml";

    /// <summary>Every key once, none of them at its default.</summary>
    public const string Complete = """
        mode = "act"

        [daemon]
        state = "/srv/state"
        runtime = "/srv/run"
        rules = "/srv/rules"
        cache = "/srv/cache"
        log-level = "debug"

        [journal]
        folder = "/srv/journal"
        budget = "1G"
        segment = "32M"
        keep-free = "128M"
        keep-for = "7d"

        [rules]
        user = "eventops-rules"
        memory = "512M"

        [sampling]
        slowest = "1m"
        fastest = "5ms"
        stuck-after = "10s"

        [commands]
        time-limit = "2m"

        [[volume]]
        name = "data"
        mount = "/data"
        grow-at = "80%"
        grow-below = "200M"
        step = "1G"
        ceiling = "100G"
        reserve = "1G"
        cooldown = "1m"
        emergency-growths = 5
        horizon = "4s"
        fastest-fill = "2G/s"
        grow-at-inodes = "95%"

        [[volume]]
        device = "/dev/vg0/logs"
        ceiling = "8G"
        """;

    public static SettingsResult Parse(string text) => DaemonSettings.Parse(Path, Encoding.UTF8.GetBytes(text));

    public static string Shown(SettingsResult result) => string.Join('\n', result.Problems);

    /// <summary>The repository's root: the folder of the solution above the test's own.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "EventOps.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no EventOps.sln above the tests");
        }

        return folder.FullName;
    }
}
