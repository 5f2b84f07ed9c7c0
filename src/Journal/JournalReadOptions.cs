namespace EventOps.Journal;

/// <summary>What to read of a journal, and how to take what is wrong with it.</summary>
public sealed record JournalReadOptions
{
    /// <summary>The first sequence wanted.</summary>
    public long FromSequence { get; init; } = 1;

    /// <summary>The last sequence wanted.</summary>
    public long ToSequence { get; init; } = long.MaxValue;

    /// <summary>The earliest time wanted.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The latest time wanted; reading ends at the first record after it.</summary>
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether the journal's own records (segment, gap, torn) are given out too.</summary>
    public bool IncludeFrames { get; init; }

    /// <summary>Whether each line's hash is checked; a line that does not fit is never given out. Without, lines may lack a hash.</summary>
    public bool CheckHashes { get; init; } = true;

    /// <summary>
    /// Told of everything wrong, notes included, and reading goes on behind it. When null, reading stops at the first fault
    /// that is no note, with a <see cref="JournalFaultException"/>.
    /// </summary>
    public Action<JournalFault>? OnFault { get; init; }
}
