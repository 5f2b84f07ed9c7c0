using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>What came of a run.</summary>
internal sealed record Summary
{
    public required Scene Scene { get; init; }

    public required Bytes Written { get; init; }

    public required TimeSpan Took { get; init; }

    public required ByteRate Rate { get; init; }

    public required IReadOnlyList<Decision> Decisions { get; init; }

    public required int WriteErrors { get; init; }

    public required Bytes SmallestAvailable { get; init; }

    /// <summary>Of the storage at the end.</summary>
    public required Bytes Size { get; init; }

    public required long Records { get; init; }

    /// <summary>Null when it was removed with everything else.</summary>
    public string? KeptJournal { get; init; }

    /// <summary>A daemon that only observes lets the volume fill: then a refused write is what it was to show.</summary>
    public bool IsGood => WriteErrors == 0 || Scene.Options.Observe;

    public IReadOnlyList<Decision> Growths => [.. Decisions.Where(d => d.HasGrown)];

    public IEnumerable<(string Name, string Text)> Lines =>
    [
        ("Written", $"{Written} in {Duration.Format(Took)}, {Rate} on the whole"),
        ("Grown", Growths.Count == 0 ? Ungrown : $"{Times(Growths.Count)}, {Scene.Options.Size} → {Size}, the slowest in {Duration.Format(Growths.Max(g => g.Ended!.Took))}"),
        ("Write errors", Errors),
        ("Smallest free", SmallestAvailable.ToString()),
        ("Journal", KeptJournal is null ? $"{Records} records, removed now; --keep keeps it" : $"{Records} records, kept in {KeptJournal}"),
        ("See more", More),
    ];

    private string Ungrown => Scene.Options.Observe ? "never: it only observed" : "never";

    private string Errors => WriteErrors switch
    {
        0 => "none",
        _ when Scene.Options.Observe => "the volume is full, as expected: nobody grew it; without --observe it grows",
        _ => $"{WriteErrors}: the volume was full before it grew",
    };

    private string More => Scene.Options.Observe
        ? "./run, ./run --rules FOLDER, ./run --help"
        : "./run --rate 100M/s, ./run --observe, ./run --help";

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };
}
