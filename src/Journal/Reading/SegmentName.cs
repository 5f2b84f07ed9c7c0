using System.Globalization;

namespace EventOps.Journal.Reading;

/// <summary>File names of segments: the sequence of their first record, padded so that names sort as they follow.</summary>
internal static class SegmentName
{
    public const string Plain = ".jsonl";
    public const string Compressed = ".jsonl.zst";
    public const string Torn = ".torn";
    public const string Unfinished = ".tmp";
    public const string Reserve = "journal.reserve";

    private const string Prefix = "journal-";
    private const int Digits = 20;

    public static string Of(long firstSequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{firstSequence:D20}{Plain}");

    /// <returns>False when it is no segment's name.</returns>
    public static bool TryRead(string name, out long firstSequence, out bool isCompressed)
    {
        firstSequence = 0;
        isCompressed = name.EndsWith(Compressed, StringComparison.Ordinal);
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && (isCompressed || name.EndsWith(Plain, StringComparison.Ordinal))
            && name.Length == Prefix.Length + Digits + (isCompressed ? Compressed.Length : Plain.Length)
            && long.TryParse(name.AsSpan(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out firstSequence)
            && firstSequence > 0;
    }
}
