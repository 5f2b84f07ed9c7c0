using EventOps.Model;

namespace EventOps.Journal;

/// <summary>What a journal consists of.</summary>
/// <param name="Size">Of its lines, not compressed.</param>
/// <param name="Span">From the first record to the last.</param>
/// <param name="ByKind">The kind with most bytes first; likewise <paramref name="BySource"/>.</param>
/// <param name="FaultCount">What was wrong with it; see <see cref="JournalVerifier"/>.</param>
public sealed record JournalStats(
    long Records,
    Bytes Size,
    TimeSpan Span,
    IReadOnlyList<JournalShare> ByKind,
    IReadOnlyList<JournalShare> BySource,
    long FaultCount)
{
    /// <summary>On average; 0 when no time passed.</summary>
    public double RecordsPerSecond => Span > TimeSpan.Zero ? Records / Span.TotalSeconds : 0;

    /// <summary>Counts what the options want of a journal; their OnFault is told too.</summary>
    public static JournalStats Of(JournalReader reader, JournalReadOptions? options = null)
    {
        options ??= new();
        long faults = 0, records = 0, bytes = 0;
        DateTimeOffset? first = null, last = null;
        var kinds = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var sources = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var counting = options with
        {
            OnFault = fault =>
            {
                faults += fault.IsNote ? 0 : 1;
                options.OnFault?.Invoke(fault);
            },
        };
        foreach (var record in reader.Read(counting))
        {
            records++;
            bytes += record.Line.Length;
            first ??= record.At;
            last = record.At;
            Count(kinds, record.Kind, record.Line.Length);
            Count(sources, record.Source, record.Line.Length);
        }

        return new(records, new Bytes(bytes), last - first ?? TimeSpan.Zero, Shares(kinds), Shares(sources), faults);
    }

    private static void Count(Dictionary<string, (long Records, long Bytes)> counts, string name, int length)
    {
        var (records, bytes) = counts.GetValueOrDefault(name);
        counts[name] = (records + 1, bytes + length);
    }

    private static List<JournalShare> Shares(Dictionary<string, (long Records, long Bytes)> counts) =>
        [.. counts.Select(c => new JournalShare(c.Key, c.Value.Records, new Bytes(c.Value.Bytes))).OrderByDescending(s => s.Size).ThenBy(s => s.Name, StringComparer.Ordinal)];
}
