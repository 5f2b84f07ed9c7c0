namespace EventOps.Journal;

/// <summary>What a journal line looks like; described for people in docs/journal.md.</summary>
public static class JournalSchema
{
    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    public const int Version = 1;

    /// <summary>Longest line that is written or read, in bytes with its end. Longer ones are skipped and reported.</summary>
    public const int LongestLine = 16 << 20;

    /// <summary>The kind of the record that begins each segment.</summary>
    public const string SegmentKind = "journal.segment";

    /// <summary>The kind of the record that stands where records were lost.</summary>
    public const string GapKind = "journal.gap";

    /// <summary>The kind of the record that says that a torn end was cut off.</summary>
    public const string TornKind = "journal.torn";

    /// <summary>Whether a kind is the journal's own: such a record has no sequence of its own but names that of the record which follows.</summary>
    public static bool IsFrame(string kind) => kind.StartsWith("journal.", StringComparison.Ordinal);
}
