using EventOps.Model;

namespace EventOps.Rules.Compilation;

/// <summary>What the compiling process answers on its standard output, as one JSON object.</summary>
/// <param name="Results">One for each source, in the order asked.</param>
/// <param name="Failure">Why nothing could be compiled at all; null when it could.</param>
public sealed record CompileResponse(IReadOnlyList<CompileResult> Results, RuleProblem? Failure = null);
