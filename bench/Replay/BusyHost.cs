using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Bench.Replay;

/// <summary>A journal of a host with 20 busy volumes: readings all the time, mounts and devices now and then, a growth each few thousand events.</summary>
internal static class BusyHost
{
    private const int Volumes = 20;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string folder, int events)
    {
        var options = new JournalWriterOptions { Memory = Bytes.FromGiB(4), SegmentSize = Bytes.FromMiB(64), TotalSize = Bytes.FromGiB(8), Compress = false, Reserve = Bytes.Zero };
        using var journal = JournalWriter.Open(folder, options);
        var names = Enumerable.Range(0, Volumes).Select(i => FormattableString.Invariant($"data{i}")).ToArray();
        var i = 0;
        void Add(Event e, string source) => journal.Append(e with { At = Start.AddMicroseconds(200L * i++) }, source);

        Add(new DaemonStarted("bench", "boot", 1), "daemon");
        Add(new SettingsLoaded("bench.toml", "", ActingMode.Observe, [.. names.Select(n => new VolumePolicy { Volume = n, Ceiling = Bytes.FromGiB(100) })]), "daemon");
        Add(new RulesLoaded([]), "rules");
        foreach (var name in names)
        {
            Add(new VolumeFound(name, "/" + name, "loop0", "xfs", VolumeKind.Image, "/images/" + name), "volumes");
        }

        while (i < events)
        {
            var name = names[i % Volumes];
            Event e = i % 100 == 99
                ? new MountChanged(Change.Changed, "/run/user/1000", "0:50", "tmpfs", "tmpfs", false)
                : Sample(name, i);
            Add(e, e is MountChanged ? "mounts" : "volumes");
        }
    }

    private static VolumeSampled Sample(string name, int i)
    {
        // Over the threshold for a moment once in five thousand readings of a volume.
        var used = i / Volumes % 5000 == 4999 ? 90 : 40 + (i % 40);
        var size = Bytes.FromGiB(10);
        var free = new Bytes(size.Value / 100 * (100 - used) + i % 4096);
        return new(name, size, free, free, 655360, 600000, size, size, new(1 << 20), new(1 << 19), false, 2048.Seconds());
    }
}
