using EventOps.Journal.Lines;

namespace EventOps.Journal.Reading;

/// <summary>Follows the hashes from line to line. After a bad line it finds its feet again by any hash that line could stand for.</summary>
internal sealed class ChainCheck
{
    private JournalHash[] strays = [];
    private byte[] input = new byte[4096];

    /// <summary>Of the last line that fitted.</summary>
    public JournalHash Last { get; private set; }

    /// <summary>Begins anew after a hash that is known from elsewhere.</summary>
    public void StartFrom(JournalHash previous)
    {
        strays = [];
        Last = previous;
    }

    /// <summary>Whether the line fits; if so it is the predecessor of the next.</summary>
    /// <param name="line">Without its '\n'.</param>
    /// <param name="envelope">The line as it was opened; default when it was not.</param>
    public bool Fits(ReadOnlySpan<byte> line, in Envelope envelope = default)
    {
        var body = line[..envelope.BodyLength];
        if (envelope is not { BodyLength: > 0, Hash: { } hash } && !LineChain.TrySplit(line, out body, out hash))
        {
            return false;
        }

        var computed = HashOf(Last, body);
        if (computed == hash || IsStray(body, hash))
        {
            StartFrom(hash);
            return true;
        }

        strays = [hash, computed];
        return false;
    }

    /// <summary>The hash a line would have after <paramref name="previous"/>.</summary>
    public JournalHash HashOf(JournalHash previous, ReadOnlySpan<byte> body)
    {
        var length = JournalHash.TextLength + body.Length;
        if (input.Length < length)
        {
            input = new byte[length * 2];
        }

        previous.CopyTo(input);
        body.CopyTo(input.AsSpan(JournalHash.TextLength));
        return JournalHash.Of(input.AsSpan(0, length));
    }

    // What a line may continue but the last good one: the bad one before it as it claims (its text was changed), or as it is (its hash was changed).
    private bool IsStray(ReadOnlySpan<byte> body, JournalHash hash)
    {
        foreach (var stray in strays)
        {
            if (HashOf(stray, body) == hash)
            {
                return true;
            }
        }

        return false;
    }
}
