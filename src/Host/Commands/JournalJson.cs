using System.Text.Json.Serialization;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary>How the journal's commands print JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(JournalVerifyText))]
[JsonSerializable(typeof(JournalStatsText))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>What <c>eventops journal verify --json</c> prints.</summary>
internal sealed record JournalVerifyText(
    bool Sound,
    long Records,
    long Segments,
    long FirstSequence,
    long LastSequence,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    long Bytes,
    string? LastHash,
    long FaultCount,
    IReadOnlyList<JournalFaultText> Faults)
{
    public static JournalVerifyText Of(JournalReport report) => new(
        report.IsSound,
        report.Records,
        report.Segments,
        report.FirstSequence,
        report.LastSequence,
        report.FirstAt,
        report.LastAt,
        report.Size.Value,
        report.Last?.ToString(),
        report.FaultCount,
        [.. report.Faults.Select(f => new JournalFaultText(f.Kind, f.File, f.Line, f.Sequence, f.Message, f.IsNote))]);
}

/// <param name="Note">Declared by the writer itself, and no damage.</param>
internal sealed record JournalFaultText(JournalFaultKind Kind, string File, long Line, long? Sequence, string Message, bool Note);

/// <summary>What <c>eventops journal stats --json</c> prints.</summary>
internal sealed record JournalStatsText(
    long Records,
    long Bytes,
    double Seconds,
    double RecordsPerSecond,
    long FaultCount,
    IReadOnlyList<JournalShareText> Kinds,
    IReadOnlyList<JournalShareText> Sources)
{
    public static JournalStatsText Of(JournalStats stats) => new(
        stats.Records,
        stats.Size.Value,
        stats.Span.TotalSeconds,
        stats.RecordsPerSecond,
        stats.FaultCount,
        [.. stats.ByKind.Select(JournalShareText.Of)],
        [.. stats.BySource.Select(JournalShareText.Of)]);
}

internal sealed record JournalShareText(string Name, long Records, long Bytes)
{
    public static JournalShareText Of(JournalShare share) => new(share.Name, share.Records, share.Size.Value);
}
