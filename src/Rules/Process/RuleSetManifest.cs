using System.Text.Json.Serialization;
using EventOps.Model;

namespace EventOps.Rules.Process;

/// <summary>The compiled rule files that a rule process shall load. The assemblies themselves travel along: it opens no file for them.</summary>
public sealed record RuleSetManifest(IReadOnlyList<RuleImage> Files);

/// <param name="Source">The rule file's name, as messages show it.</param>
/// <param name="Sha256">Of the rule file's bytes.</param>
/// <param name="Assembly">The compiled assembly.</param>
public sealed record RuleImage(string Source, string Sha256, byte[] Assembly);

/// <summary>What came of loading: the rules in force, and what was wrong with the others.</summary>
public sealed record RuleSetReport(IReadOnlyList<RuleSummary> Rules, IReadOnlyList<RuleProblem> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleSetManifest))]
[JsonSerializable(typeof(RuleSetReport))]
public sealed partial class RuleProcessJson : JsonSerializerContext;
