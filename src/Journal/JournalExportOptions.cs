namespace EventOps.Journal;

/// <summary>What to export.</summary>
public sealed record JournalExportOptions
{
    /// <summary>The range's beginning; what still holds from before it comes along.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The range's end, included.</summary>
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether names, paths, ids and addresses are replaced; equal ones by equal pseudonyms, so that it replays alike.</summary>
    public bool Redact { get; init; }

    /// <summary>Exports with the same secret have the same pseudonyms; a random one when null.</summary>
    public byte[]? RedactionSecret { get; init; }

    /// <summary>Told of what is wrong with the journal; when null the export ends at the first fault.</summary>
    public Action<JournalFault>? OnFault { get; init; }
}
