using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary>The journal up to a point: what stood then, what the rules saw last, and what was decided.</summary>
internal sealed class WhyPast
{
    /// <summary>As far back as rules remember over time; of what is older only the newest word on each thing counts.</summary>
    private const int MostLines = 50_000;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _standing = new(StringComparer.Ordinal);
    private readonly Queue<(string? Key, ReadOnlyMemory<byte> Line)> _lines = new();

    private WhyPast()
    {
    }

    public DateTimeOffset LastAt { get; private set; }

    public IReadOnlyList<RuleSummary> Rules { get; private set; } = [];

    /// <summary>By sequence.</summary>
    public SortedDictionary<long, IntentProposed> Intents { get; } = [];

    /// <summary>By the intent's sequence.</summary>
    public Dictionary<long, GuardVerdict> Verdicts { get; } = [];

    public Dictionary<string, RuleParked> Parked { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines that bring a fresh rule process to this point, oldest first.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines => _standing.Values.Concat(_lines.Select(l => l.Line));

    /// <summary>Reads until the sequence or the time, whichever comes first, both included.</summary>
    public static WhyPast Read(string journal, long toSequence, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var past = new WhyPast();
        foreach (var record in JournalReader.Open(journal).Read(new JournalReadOptions { ToSequence = toSequence, To = to, OnFault = static _ => { } }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            past.See(record);
        }

        return past;
    }

    private void See(JournalRecord record)
    {
        LastAt = record.At;
        switch (record.Event)
        {
            case RulesLoaded loaded:
                Rules = loaded.Rules;
                break;

            case IntentProposed proposed:
                Intents[record.Sequence] = proposed;
                break;

            case GuardVerdict verdict:
                Verdicts[verdict.IntentSequence] = verdict;
                break;

            case RuleParked parked:
                Parked[parked.Rule] = parked;
                break;

            case RuleUnparked unparked:
                Parked.Remove(unparked.Rule);
                break;

            default:
                break;
        }

        if (record.Event is not UnknownEvent && EventKinds.IsForRules(record.Event))
        {
            Keep(EventDigest.KeyOf(record.Event), record.Line.ToArray());
        }
    }

    private void Keep(string? key, ReadOnlyMemory<byte> line)
    {
        _lines.Enqueue((key, line));
        if (_lines.Count > MostLines && _lines.Dequeue() is { Key: { } old } oldest)
        {
            // Taken out and put in again, so that the order stays that of the journal.
            _standing.Remove(old);
            _standing[old] = oldest.Line;
        }
    }
}
