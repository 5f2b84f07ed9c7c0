using EventOps.Model;

namespace EventOps.Journal;

/// <summary>What <see cref="JournalWriter.Append"/> made of an event.</summary>
/// <param name="Sequence">Its place in the journal.</param>
/// <param name="Event">The event as written; its time is lifted to that of its predecessor when it lay before it.</param>
/// <param name="Line">The line as UTF-8 with its end, without the hash, which is added on the way to disk. Valid until the next is made: who keeps it copies it.</param>
public readonly record struct JournalEntry(long Sequence, Event Event, ReadOnlyMemory<byte> Line);
