namespace EventOps.Rules.Compilation;

/// <summary>What the compiling process is asked on its standard input, as one JSON object.</summary>
/// <param name="References">Paths of the assemblies to compile against; null for those of the program itself.</param>
public sealed record CompileRequest(IReadOnlyList<RuleSource> Sources, IReadOnlyList<string>? References = null);
