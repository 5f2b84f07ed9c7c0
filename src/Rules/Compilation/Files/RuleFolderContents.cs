namespace EventOps.Rules.Compilation.Files;

/// <summary>A rules folder as it was read.</summary>
/// <param name="Sources">The files that may be compiled, by name.</param>
/// <param name="Findings">Why others may not. With an error among them the whole set is refused, and the rules in force stay.</param>
public sealed record RuleFolderContents(IReadOnlyList<RuleSource> Sources, IReadOnlyList<RuleFinding> Findings)
{
    public bool IsSound => !Findings.Any(f => f.Severity == FindingSeverity.Error);
}
