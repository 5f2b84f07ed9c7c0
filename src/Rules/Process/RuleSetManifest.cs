using System.Text.Json.Serialization;
using EventOps.Model;
using EventOps.Rules.Compilation;

namespace EventOps.Rules.Process;

/// <summary>The compiled rule files that a rule process shall load. The assemblies themselves travel along: it opens no file for them.</summary>
/// <param name="Parked">Names of rules in them that are left out.</param>
public sealed record RuleSetManifest(IReadOnlyList<CompiledRuleFile> Files, IReadOnlyList<string> Parked);

/// <summary>What came of loading: the rules in force, and what was wrong with the others.</summary>
/// <param name="Shapes">What each of the rules looks at and brings about, in their order.</param>
public sealed record RuleSetReport(IReadOnlyList<RuleSummary> Rules, IReadOnlyList<RuleProblem> Problems, IReadOnlyList<RuleShape> Shapes);

/// <summary>Which of the loaded rules to try over past events.</summary>
public sealed record TrialOrder(IReadOnlyList<string> Rules);

/// <summary>What rules did over past events, with nothing carried out.</summary>
/// <param name="Problems">One for each rule that failed.</param>
/// <param name="Intents">How many intents they had.</param>
public sealed record TrialReport(IReadOnlyList<RuleProblem> Problems, long Intents);

/// <summary>What a rule remembered that belongs to none of its matches now: its facts are gone, or its operator was changed.</summary>
public sealed record ForgottenState(string Rule, IReadOnlyList<string> What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleSetManifest))]
[JsonSerializable(typeof(RuleSetReport))]
[JsonSerializable(typeof(ExplainOrder))]
[JsonSerializable(typeof(ExplainedRule))]
[JsonSerializable(typeof(TrialOrder))]
[JsonSerializable(typeof(TrialReport))]
[JsonSerializable(typeof(IReadOnlyList<ForgottenState>))]
public sealed partial class RuleProcessJson : JsonSerializerContext;
