namespace EventOps.Rules.Compilation;

/// <summary>A rule file that compiled and passed the lint.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Sha256">Of the source's bytes.</param>
/// <param name="Assembly">An assembly of its own, with its debug information embedded.</param>
/// <param name="Warnings">What was found and did not refuse it.</param>
public sealed record CompiledRuleFile(
    string File,
    string Sha256,
    ReadOnlyMemory<byte> Assembly,
    IReadOnlyList<RuleDeclaration> Rules,
    IReadOnlyList<RuleFinding> Warnings);
