using EventOps.Model;

namespace EventOps.Journal.Tests;

/// <summary>Makes journals for tests.</summary>
internal static class Logs
{
    public static readonly JournalWriterOptions Small = new()
    {
        SegmentSize = Bytes.FromKiB(1),
        FreeFloor = Bytes.Zero,
        Reserve = Bytes.Zero,
        Compress = false,
        BootId = "boot",
        HostId = "host",
    };

    /// <summary>Events in turn from the samples, a second apart.</summary>
    public static IEnumerable<Event> Events(int count)
    {
        var samples = Samples.All.Where(e => !JournalSchema.IsFrame(EventKinds.Of(e))).ToList();
        return Enumerable.Range(0, count).Select(i => samples[i % samples.Count] with { At = Samples.Noon.AddSeconds(i) });
    }

    public static void Write(string folder, int count, JournalWriterOptions? options = null)
    {
        using var writer = JournalWriter.Open(folder, options ?? Small);
        foreach (var e in Events(count))
        {
            writer.Append(e, "tests");
        }
    }

    public static async Task WriteSynced(string folder, int count, JournalWriterOptions? options = null)
    {
        using var writer = JournalWriter.Open(folder, options ?? Small);
        foreach (var e in Events(count))
        {
            Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(writer.Append(e, "tests").Sequence));
        }
    }

    public static List<string> Segments(string folder) => [.. Directory.GetFiles(folder, "journal-*").Order(StringComparer.Ordinal)];

    public static (List<JournalRecord> Records, List<JournalFault> Faults) Read(params string[] paths)
    {
        var faults = new List<JournalFault>();
        return ([.. JournalReader.Open(paths).Read(new() { OnFault = faults.Add })], faults);
    }
}
