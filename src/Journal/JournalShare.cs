using EventOps.Model;

namespace EventOps.Journal;

/// <summary>What one kind or source makes up of a journal.</summary>
public sealed record JournalShare(string Name, long Records, Bytes Size);
