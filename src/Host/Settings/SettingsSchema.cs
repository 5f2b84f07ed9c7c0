namespace EventOps.Host.Settings;

/// <summary>The names that a settings file may use. What each means is in docs/settings.md; a test holds the two together.</summary>
internal static class SettingsSchema
{
    public const string VolumeTable = "volume";

    public const string PoolTable = "pool";

    public const string ThinPoolTable = "thin-pool";

    public const string MountTable = "mount";

    public const string FolderTable = "folder";

    /// <summary>The keys of each table; "" is the top of the file.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Keys = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["mode"],
        ["daemon"] = ["state", "runtime", "rules", "cache", "log-level"],
        ["journal"] = ["folder", "budget", "segment", "keep-free", "keep-for"],
        ["rules"] = ["user", "memory", "new", "answer-within"],
        ["guard"] = ["actions-per-hour", "rounds"],
        ["sampling"] = ["slowest", "fastest", "stuck-after"],
        ["commands"] = ["time-limit"],
        [VolumeTable] =
        [
            "name", "mount", "device", "grow-at", "grow-below", "step", "ceiling", "reserve", "cooldown", "emergency-growths", "horizon",
            "fastest-fill", "grow-at-inodes", "at-least",
        ],
        ["network"] = ["namespace", "correct-foreign", "correct-files", "confirm-within"],
        ["link"] = ["name", "mtu", "addresses", "master", "xdp"],
        ["tunnel"] = ["name", "mtu", "addresses", "master", "port", "mark", "file", "public-key"],
        ["peer"] = ["tunnel", "key", "endpoint", "allowed", "keepalive", "preshared-key-file"],
        ["route"] = ["to", "via", "link", "source", "table", "metric"],
        ["rule"] = ["priority", "to", "from", "iif", "oif", "mark", "not", "table", "action"],
        ["sysctl"] = ["name", "value"],
        ["host"] = ["name", "address"],
        ["service"] = ["port", "open-on", "closed-on", "open-to", "closed-to", "program", "start"],
        ["probe"] = ["url", "link", "source", "mark", "want", "every"],
        ["storage"] = ["deleted-files"],
        [PoolTable] = ["name", "images", "image-size", "devices", "host-reserve", "attach-at-boot"],
        [ThinPoolTable] = ["name", "grow-at", "step", "ceiling", "reserve"],
        [MountTable] = ["path", "device", "filesystem", "options", "in-fstab", "reserved-blocks"],
        [FolderTable] = ["path", "mode", "owner"],
    };

    /// <summary>What to do about a name that <paramref name="table"/> does not know.</summary>
    public static string Advice(string table, string name)
    {
        var allowed = table.Length == 0 ? Keys.Keys.Where(k => k.Length > 0).Concat(Keys[""]) : Keys[table];
        if (NearestName.Of(name, allowed) is { } near)
        {
            return $"did you mean '{near}'?";
        }

        var home = Keys.FirstOrDefault(t => t.Key != table && t.Value.Contains(name, StringComparer.Ordinal)).Key;
        return home switch
        {
            null => $"remove it; known here: {string.Join(", ", allowed)}",
            "" => "move it to the top of the file, before the first [table]",
            _ => $"move it under {Header(home)}",
        };
    }

    public static string Header(string table) => IsRepeated(table) ? $"[[{table}]]" : $"[{table}]";

    /// <summary>Whether there can be several of the table.</summary>
    public static bool IsRepeated(string table) => table is VolumeTable or PoolTable or ThinPoolTable or MountTable or FolderTable or "link" or "tunnel" or "peer" or "route" or "rule" or "sysctl" or "host" or "service" or "probe";
}
