namespace EventOps.Journal;

/// <summary>What is wrong with a line, a file or their order.</summary>
public enum JournalFaultKind
{
    /// <summary>The file cannot be opened, read or decompressed.</summary>
    Unreadable,

    /// <summary>The last line has no end: the writer was stopped in the midst of it.</summary>
    TornLine,

    /// <summary>The line is longer than <see cref="JournalSchema.LongestLine"/>.</summary>
    LineTooLong,

    InvalidUtf8,

    /// <summary>Not JSON, or JSON that is no journal line.</summary>
    NotARecord,

    /// <summary>Written by a newer version than this.</summary>
    UnknownVersion,

    /// <summary>A field of the envelope is missing or out of its range.</summary>
    BadField,

    /// <summary>The payload does not fit its kind.</summary>
    BadPayload,

    /// <summary>The hash does not fit the line and its predecessor: one of them was changed.</summary>
    HashMismatch,

    /// <summary>A record with this sequence was read already.</summary>
    Duplicate,

    /// <summary>The sequence is smaller than that of the record before it.</summary>
    OutOfOrder,

    /// <summary>Sequences are missing, and no gap record says why.</summary>
    SequenceGap,

    /// <summary>The record's time lies before its predecessor's.</summary>
    TimeBackwards,

    /// <summary>The file does not begin with a segment record.</summary>
    HeaderMissing,

    /// <summary>The segment does not continue the one before it: one between them is missing.</summary>
    SegmentMissing,

    /// <summary>A hash that was noted earlier is nowhere in the journal.</summary>
    AnchorMissing,

    /// <summary>The writer itself lost records and said so; a note.</summary>
    DeclaredGap,

    /// <summary>The writer itself cut off a torn end and said so; a note.</summary>
    DeclaredCut,
}
