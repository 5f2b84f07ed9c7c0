namespace EventOps.Journal.Lines;

/// <summary>What is wrong with a line, not yet with its place.</summary>
internal sealed record LineProblem(JournalFaultKind Kind, string Message);
