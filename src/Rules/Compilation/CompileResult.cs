namespace EventOps.Rules.Compilation;

/// <summary>What came of one file.</summary>
/// <param name="Compiled">Null when the file is refused; then at least one finding is an error.</param>
/// <param name="Findings">All of them, in the order of the file.</param>
public sealed record CompileResult(string File, string Sha256, CompiledRuleFile? Compiled, IReadOnlyList<RuleFinding> Findings);
