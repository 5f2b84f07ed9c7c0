using System.Text.Json.Serialization;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>What goes to the replay process.</summary>
/// <param name="Rules">One rule set to compare with the journal, or two with one another.</param>
/// <param name="Speed">How many seconds of the journal a second; 0 for as fast as it goes.</param>
/// <param name="Settings">To be in force in the second rule set's run instead of the journal's; null for the journal's.</param>
internal sealed record ReplayRequest(IReadOnlyList<RuleSetManifest> Rules, ReplayRange Range, double Speed, SettingsLoaded? Settings)
{
    /// <summary>Whether it is counted how often each condition held.</summary>
    public bool IsCovering { get; init; }
}

/// <param name="Set">Which of the request's rule sets it is.</param>
/// <param name="Names">Of its rules, in the order in which the page of the running rule numbers them.</param>
internal sealed record ReplayedRuleNames(int Set, IReadOnlyList<string> Names);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayedRuleNames))]
[JsonSerializable(typeof(ReplayDecision))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ReplayDiffReport))]
[JsonSerializable(typeof(JournalFault))]
internal sealed partial class ReplayJson : JsonSerializerContext;
