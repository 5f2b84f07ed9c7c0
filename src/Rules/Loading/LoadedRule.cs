using EventOps.Rules.Engine;

namespace EventOps.Rules.Loading;

/// <summary>A rule that was made and has said what it is.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Sha256">Of the source that it was compiled from.</param>
public sealed record LoadedRule(RuleDefinition Definition, string File, string Sha256);
