namespace EventOps.Journal;

/// <summary>How a writer fares.</summary>
/// <param name="IsDegraded">It cannot write at present and keeps records in memory.</param>
/// <param name="Reason">Why, with the kernel's answer and the cure; empty when it is well.</param>
/// <param name="Waiting">Records not yet covered by fdatasync(2).</param>
/// <param name="Failures">Times that the disk refused or failed since it was opened.</param>
/// <param name="Lost">Records lost since it was opened; each is within a journal.gap.</param>
public readonly record struct JournalHealth(bool IsDegraded, string Reason, int Waiting, long Lost, long Failures);
