namespace EventOps.Journal.Writing;

/// <summary>How far a journal has come.</summary>
/// <param name="Sequence">Of the last record; 0 when there is none.</param>
/// <param name="At">Its time.</param>
/// <param name="Hash">Of the last line, frame records included.</param>
internal readonly record struct Position(long Sequence, DateTimeOffset At, JournalHash Hash);
