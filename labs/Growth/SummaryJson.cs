using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Lab.Growth;

/// <summary>The summary as <c>--json</c> prints it: sizes in bytes, times in milliseconds.</summary>
internal static class SummaryJson
{
    public static string Write(Summary summary) => JsonSerializer.Serialize(
        new SummaryText(
            summary.IsGood,
            summary.Written.Value,
            summary.Took.TotalMilliseconds,
            summary.Rate.PerSecond,
            summary.WriteErrors,
            summary.SmallestAvailable.Value,
            summary.Size.Value,
            summary.Records,
            summary.KeptJournal,
            [.. summary.Decisions.Select(Of)]),
        SummaryContext.Default.SummaryText);

    private static DecisionText Of(Decision decision) => new(
        decision.Sequence,
        decision.At.TotalMilliseconds,
        decision.Rule,
        Scene.Describe(decision),
        decision.Intent.Because,
        decision.Verdict?.Verdict.ToString() ?? "",
        decision.Verdict?.Reason ?? "",
        decision.Repeats + 1,
        decision.Ended?.Outcome.ToString(),
        decision.Ended?.Took.TotalMilliseconds,
        [.. decision.Steps.Select(s => new StepText(s.Does, s.Outcome.ToString(), s.Before, s.After, s.Took.TotalMilliseconds))]);
}

internal sealed record SummaryText(
    bool Good,
    long BytesWritten,
    double Took,
    long BytesPerSecond,
    int WriteErrors,
    long SmallestAvailable,
    long FinalSize,
    long Records,
    string? Journal,
    IReadOnlyList<DecisionText> Decisions);

internal sealed record DecisionText(
    long Sequence,
    double At,
    string Rule,
    string Wants,
    string Because,
    string Verdict,
    string Reason,
    int Times,
    string? Outcome,
    double? Took,
    IReadOnlyList<StepText> Steps);

internal sealed record StepText(string Does, string Outcome, string Before, string After, double Took);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SummaryText))]
internal sealed partial class SummaryContext : JsonSerializerContext;
