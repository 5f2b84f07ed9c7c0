using EventOps.Model;

namespace EventOps.Journal;

/// <summary>
/// Checks a journal from end to end. Without an anchor (a hash noted elsewhere) it cannot tell whether the newest records were
/// cut off whole, or everything was rewritten by someone who may write the folder.
/// </summary>
public static class JournalVerifier
{
    private const int MostFaults = 1000;

    /// <param name="paths">Folders or files.</param>
    /// <param name="anchor">A hash noted earlier: a fault when no line bears it.</param>
    public static JournalReport Verify(IReadOnlyList<string> paths, JournalHash? anchor = null, CancellationToken cancellation = default)
    {
        var faults = new List<JournalFault>();
        long count = 0, records = 0, segments = 0, size = 0;
        JournalRecord? first = null, last = null;
        JournalHash? end = null;
        var isAnchored = anchor is null;

        void Note(JournalFault fault)
        {
            count += fault.IsNote ? 0 : 1;
            if (faults.Count < MostFaults)
            {
                faults.Add(fault);
            }
        }

        foreach (var record in JournalReader.Open(paths).Read(new() { IncludeFrames = true, OnFault = Note }))
        {
            cancellation.ThrowIfCancellationRequested();
            size += record.Line.Length;
            end = record.Hash;
            isAnchored |= record.Hash == anchor;
            segments += record.Kind == JournalSchema.SegmentKind ? 1 : 0;
            if (!record.IsFrame)
            {
                records++;
                first ??= record;
                last = record;
            }
        }

        if (!isAnchored)
        {
            Note(new(JournalFaultKind.AnchorMissing, string.Join(", ", paths), 0, null, $"no line bears the hash {anchor}: the end was cut off, or all was rewritten"));
        }

        return new(records, segments, first?.Sequence ?? 0, last?.Sequence ?? 0, first?.At, last?.At, new Bytes(size), end, faults, count);
    }
}
