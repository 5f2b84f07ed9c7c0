using System.Globalization;

namespace EventOps.Journal;

/// <summary>Something wrong with a journal that was read.</summary>
/// <param name="File">The file's path; of the line that shows it.</param>
/// <param name="Line">From 1; 0 when it belongs to no line.</param>
/// <param name="Sequence">Of the record, when it could be read.</param>
/// <param name="Message">What is wrong, in words, without the place.</param>
public sealed record JournalFault(JournalFaultKind Kind, string File, long Line, long? Sequence, string Message)
{
    /// <summary>Whether a sound journal can show this: what stays readable is still all that was written.</summary>
    public bool IsNote => Kind is JournalFaultKind.DeclaredGap or JournalFaultKind.DeclaredCut;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}({Line}): {(Sequence is { } s ? $"record {s}: " : "")}{Message}");
}
