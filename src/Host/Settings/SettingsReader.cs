using System.Collections.Immutable;
using EventOps.Model;
using Serilog.Events;

namespace EventOps.Host.Settings;

/// <summary>Reads the settings out of the tree. With problems, what it returns only served to find more of them.</summary>
internal sealed class SettingsReader
{
    private static readonly Dictionary<string, ActingMode> Modes = new(StringComparer.Ordinal) { ["act"] = ActingMode.Act, ["observe"] = ActingMode.Observe };

    private static readonly Dictionary<string, RuleMode> NewRules = new(StringComparer.Ordinal) { ["act"] = RuleMode.Act, ["observe"] = RuleMode.Observe };

    private static readonly Dictionary<string, LogEventLevel> Levels = new(StringComparer.Ordinal)
    {
        ["debug"] = LogEventLevel.Debug,
        ["info"] = LogEventLevel.Information,
        ["warning"] = LogEventLevel.Warning,
        ["error"] = LogEventLevel.Error,
    };

    private static readonly Dictionary<string, DeletedFiles> Deleted = new(StringComparer.Ordinal)
    {
        ["report"] = DeletedFiles.Report,
        ["truncate"] = DeletedFiles.Truncate,
        ["restart"] = DeletedFiles.Restart,
    };

    private readonly TomlTable root;
    private readonly SettingsSource source;

    private SettingsReader(TomlTable root, SettingsSource source) => (this.root, this.source) = (root, source);

    public static DaemonSettings Read(TomlTable root, SettingsSource source) => new SettingsReader(root, source).Read();

    private DaemonSettings Read()
    {
        RefuseUnknownTables();
        var daemon = Table("daemon");
        var state = daemon.Path("state", "/var/lib/eventops");
        var settings = new DaemonSettings
        {
            Mode = new TableReader(root, "", "", source).Word("mode", ActingMode.Observe, Modes),
            StateFolder = state,
            RuntimeFolder = daemon.Path("runtime", "/run/eventops", AbsolutePath.LongestWithSocket),
            RulesFolder = daemon.Path("rules", "/etc/eventops/rules"),
            CacheFolder = daemon.Path("cache", "/var/cache/eventops"),
            LogLevel = daemon.Word("log-level", LogEventLevel.Information, Levels),
            Journal = ReadJournal(state),
            Rules = ReadRules(),
            Guard = ReadGuard(),
            Sampling = ReadSampling(),
            Commands = new CommandSettings { TimeLimit = Table("commands").Time("time-limit", "60s", "1s", "1h") },
            Volumes = ReadVolumes(),
            Network = new NetworkReader(Table, Tables, source).Read(root.Entries.Keys),
            Storage = ReadStorage(),
        };
        RefuseSharedFolders(daemon, settings);
        return settings;
    }

    private JournalSettings ReadJournal(string state)
    {
        var table = Table("journal");
        var journal = new JournalSettings
        {
            Folder = table.Path("folder", AbsolutePath.Plain(state + "/journal")),
            Budget = table.Size("budget", "256M", "128K", "1P"),
            Segment = table.Size("segment", "16M", "64K", "1G"),
            KeepFree = table.Size("keep-free", "64M", "0", "1P"),
            KeepFor = table.Time("keep-for", "30d", "1h", "36500d"),
        };
        if (table.AreGood("budget", "segment") && journal.Budget < journal.Segment * 2)
        {
            var key = table.Has("budget") ? "budget" : "segment";
            table.Refuse(key, $"the budget of {journal.Budget} holds less than two segments of {journal.Segment}", "raise budget, or lower segment");
        }

        return journal;
    }

    private RulesSettings ReadRules()
    {
        var table = Table("rules");
        return new RulesSettings
        {
            User = UserName.Read(table, "user", "nobody"),
            Memory = table.Size("memory", "256M", "64M", "64G"),
            NewRules = table.Word("new", RuleMode.Observe, NewRules),
            AnswerWithin = table.Time("answer-within", "1s", "1s", "1h"),
        };
    }

    private GuardPolicy ReadGuard()
    {
        var table = Table("guard");
        return new GuardPolicy
        {
            ActionsPerHour = table.Count("actions-per-hour", 600, 1_000_000, least: 1),
            Rounds = table.Count("rounds", 5, 1000, least: 2),
        };
    }

    private SamplingSettings ReadSampling()
    {
        var table = Table("sampling");
        var sampling = new SamplingSettings
        {
            Slowest = table.Time("slowest", "30s", "100ms", "1h"),
            Fastest = table.Time("fastest", "1ms", "1ms", "10s"),
            StuckAfter = table.Time("stuck-after", "5s", "100ms", "10m"),
        };
        if (table.AreGood("slowest", "fastest") && sampling.Fastest >= sampling.Slowest)
        {
            var key = table.Has("fastest") ? "fastest" : "slowest";
            table.Refuse(
                key,
                $"fastest ({Duration.Format(sampling.Fastest)}) is not shorter than slowest ({Duration.Format(sampling.Slowest)})",
                "write times between two readings: a short one for fastest, a long one for slowest");
        }

        return sampling;
    }

    private ImmutableArray<VolumePolicy> ReadVolumes()
    {
        var volumes = new VolumeReader(source);
        return [.. Tables(SettingsSchema.VolumeTable).Select(volumes.Read)];
    }

    private StoragePolicy ReadStorage()
    {
        var storage = new StorageReader(source);
        return new StoragePolicy
        {
            DeletedFiles = Table("storage").Word("deleted-files", DeletedFiles.Report, Deleted),
            Pools = [.. Tables(SettingsSchema.PoolTable).Select(storage.ReadPool)],
            Mounts = [.. Tables(SettingsSchema.MountTable).Select(storage.ReadMount)],
            ThinPools = [.. Tables(SettingsSchema.ThinPoolTable).Select(storage.ReadThinPool)],
            Folders = [.. Tables(SettingsSchema.FolderTable).Select(storage.ReadFolder)],
        };
    }

    /// <summary>The tables of a name that may occur several times.</summary>
    private IEnumerable<TomlTable> Tables(string name)
    {
        if (!root.Entries.TryGetValue(name, out var entry))
        {
            return [];
        }

        if (entry.Value is not TomlArray array || array.Items.Any(i => i is not TomlTable))
        {
            source.Add(entry.At, "", name, $"{name} is {entry.Value.Kind}", $"there can be several: write [[{name}]], with two brackets");
            return [];
        }

        return array.Items.Cast<TomlTable>();
    }

    private TableReader Table(string name)
    {
        var table = new TomlTable(SourcePosition.WholeFile, TomlTableOrigin.Implied);
        if (root.Entries.TryGetValue(name, out var entry))
        {
            if (entry.Value is TomlTable written)
            {
                table = written with { At = entry.At };
            }
            else
            {
                source.Add(entry.At, "", name, $"{name} is {entry.Value.Kind}, not a table", $"write [{name}] on a line of its own, once, and its keys below");
            }
        }

        var reader = new TableReader(table, name, $"[{name}]", source);
        reader.RefuseUnknown();
        return reader;
    }

    private void RefuseUnknownTables()
    {
        foreach (var (name, entry) in root.Entries)
        {
            if (name.Length == 0 || (!SettingsSchema.Keys.ContainsKey(name) && !SettingsSchema.Keys[""].Contains(name, StringComparer.Ordinal)))
            {
                var kind = entry.Value is TomlTable or TomlArray { IsTables: true } ? "table" : "key";
                source.Add(entry.At, "", name, $"unknown {kind} '{PrintableText.Of(name, 60)}'", SettingsSchema.Advice("", name));
            }
        }
    }

    // The journal lies in the state folder by default; any other sharing would let one part clean away what another needs.
    private static void RefuseSharedFolders(TableReader table, DaemonSettings settings)
    {
        (string Key, string Path)[] folders =
            [("state", settings.StateFolder), ("runtime", settings.RuntimeFolder), ("rules", settings.RulesFolder), ("cache", settings.CacheFolder)];
        for (var i = 1; i < folders.Length; i++)
        {
            var other = folders.Take(i).FirstOrDefault(f => f.Path == folders[i].Path);
            if (other.Key is not null && table.AreGood(folders[i].Key, other.Key))
            {
                table.Refuse(folders[i].Key, $"{folders[i].Key} and {other.Key} are the same folder, {PrintableText.Of(other.Path, 60)}", "give each its own");
            }
        }
    }
}
