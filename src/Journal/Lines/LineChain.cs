namespace EventOps.Journal.Lines;

/// <summary>Adds hashes to lines on their way to disk.</summary>
internal static class LineChain
{
    /// <summary>The bytes that a hash adds to a line.</summary>
    public const int Added = 9 + JournalHash.TextLength + 1;

    /// <summary>Writes a line with its hash.</summary>
    /// <param name="line">Without a hash, ended by "}\n".</param>
    /// <param name="to">Has room for the line, <see cref="Added"/> and a hash's text.</param>
    /// <param name="previous">The predecessor's hash; afterwards this line's.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> line, Span<byte> to, ref JournalHash previous)
    {
        // The hash's input is laid out where the line will lie, one hash further on, and moved back.
        var body = line[..^2];
        previous.CopyTo(to);
        body.CopyTo(to[JournalHash.TextLength..]);
        previous = JournalHash.Of(to[..(JournalHash.TextLength + body.Length)]);
        body.CopyTo(to);
        var end = to[body.Length..];
        ",\"hash\":\""u8.CopyTo(end);
        previous.CopyTo(end[9..]);
        "\"}\n"u8.CopyTo(end[(9 + JournalHash.TextLength)..]);
        return body.Length + 9 + JournalHash.TextLength + 3;
    }

    /// <summary>Splits a line as it lies on disk, without its '\n'.</summary>
    /// <returns>False when it does not end with a hash.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> body, out JournalHash hash)
    {
        const int Tail = 9 + JournalHash.TextLength + 2;
        body = line;
        hash = default;
        if (line.Length < Tail + 2)
        {
            return false;
        }

        var tail = line[^Tail..];
        if (!tail.StartsWith(",\"hash\":\""u8) || !tail.EndsWith("\"}"u8) || !JournalHash.TryParse(tail.Slice(9, JournalHash.TextLength), out hash))
        {
            return false;
        }

        body = line[..^Tail];
        return true;
    }
}
