using System.Text.Json.Serialization;
using EventOps.Model;
using EventOps.Rules.Compilation;

namespace EventOps.Rules.Process;

/// <summary>The compiled rule files that a rule process shall load. The assemblies themselves travel along: it opens no file for them.</summary>
public sealed record RuleSetManifest(IReadOnlyList<CompiledRuleFile> Files);

/// <summary>What came of loading: the rules in force, and what was wrong with the others.</summary>
public sealed record RuleSetReport(IReadOnlyList<RuleSummary> Rules, IReadOnlyList<RuleProblem> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleSetManifest))]
[JsonSerializable(typeof(RuleSetReport))]
public sealed partial class RuleProcessJson : JsonSerializerContext;
