using EventOps.Journal;

namespace EventOps.Replay.Tests;

/// <summary>What sensors said and settings wanted in the journals of real runs: the material of random logs.</summary>
internal sealed record CorpusEvents(IReadOnlyList<SettingsLoaded> Settings, IReadOnlyList<Event> Sensed)
{
    private static readonly string[] NotSensors = ["daemon", "rules", "guard", "executor", "recovery", "journal", "control"];

    private static readonly Lazy<IReadOnlyList<CorpusEvents>> Read = new(() =>
        [.. Directory.GetFiles(StockRules.Journals, "*.jsonl").Order(StringComparer.Ordinal).Select(Of).Where(c => c.Settings.Count > 0)]);

    /// <summary>One for each journal.</summary>
    public static IReadOnlyList<CorpusEvents> All => Read.Value;

    private static CorpusEvents Of(string journal)
    {
        var records = JournalReader.Open(journal).Read().ToList();
        return new CorpusEvents(
            [.. records.Select(r => r.Event).OfType<SettingsLoaded>()],
            [.. records.Where(r => !NotSensors.Contains(r.Source) && EventKinds.IsForRules(r.Event)).Select(r => r.Event)]);
    }
}
