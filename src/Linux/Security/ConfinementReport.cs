namespace EventOps.Linux.Security;

/// <summary>What confinement achieved, as the kernel confirmed it for each thread.</summary>
/// <param name="FiltersSystemCalls">Whether the seccomp filter is active; false on an architecture without a table, or when it was not asked for.</param>
/// <param name="Threads">How many threads were checked.</param>
/// <param name="Notes">What could not be done and why it still holds; empty when all was done.</param>
public sealed record ConfinementReport(bool FiltersSystemCalls, int Threads, IReadOnlyList<string> Notes);
