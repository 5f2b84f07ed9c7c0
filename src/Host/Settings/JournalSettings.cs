using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Where the journal lies and how much of the disk it may have.</summary>
public sealed record JournalSettings
{
    /// <summary>An absolute path; the folder "journal" in the state folder unless given.</summary>
    public required string Folder { get; init; }

    /// <summary>All segments together stay under this; at least two segments.</summary>
    public required Bytes Budget { get; init; }

    /// <summary>A segment is closed and the next begun at this size.</summary>
    public required Bytes Segment { get; init; }

    /// <summary>Left free on the journal's own filesystem.</summary>
    public required Bytes KeepFree { get; init; }

    /// <summary>Older segments are removed even within the budget.</summary>
    public required TimeSpan KeepFor { get; init; }
}
