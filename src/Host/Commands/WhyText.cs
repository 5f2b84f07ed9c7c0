using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary>What <c>eventops why</c> and <c>why-not</c> tell, and print with --json.</summary>
/// <param name="Asked">What was asked, in words.</param>
/// <param name="Rule">The rule with its file and hash; null when there was none.</param>
/// <param name="IntentSequence">The intent that is told about; null when the rule had none.</param>
/// <param name="Notes">What else decided: the rule's mode, a refusal, a text that is not at hand any more.</param>
/// <param name="Explained">Its conditions as things stood; null when they could not be looked at again.</param>
internal sealed record WhyText(
    string Asked,
    DateTimeOffset At,
    RuleSummary? Rule,
    long? IntentSequence,
    string? Intent,
    string? Because,
    string? Verdict,
    string? VerdictReason,
    IReadOnlyList<string> Steps,
    string? Outcome,
    IReadOnlyList<string> Notes,
    ExplainedRule? Explained);
