using EventOps.Journal.Lines;

namespace EventOps.Journal.Reading;

/// <summary>Follows the hashes from line to line. After a bad line it finds its feet again by any hash that line could stand for.</summary>
internal sealed class ChainCheck
{
    private JournalHash[] candidates = [];
    private byte[] input = new byte[4096];

    /// <summary>Of the last line that fitted.</summary>
    public JournalHash Last { get; private set; }

    /// <summary>Begins anew after a hash that is known from elsewhere.</summary>
    public void StartFrom(JournalHash previous)
    {
        candidates = [previous];
        Last = previous;
    }

    /// <summary>Whether the line fits; if so it is the predecessor of the next.</summary>
    /// <param name="line">Without its '\n'.</param>
    public bool Fits(ReadOnlySpan<byte> line)
    {
        if (!LineChain.TrySplit(line, out var body, out var hash))
        {
            return false;
        }

        foreach (var candidate in candidates)
        {
            if (HashOf(candidate, body) == hash)
            {
                StartFrom(hash);
                return true;
            }
        }

        Widen(hash, HashOf(candidates.Length > 0 ? candidates[0] : default, body));
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

    // What the next line may continue: the last good line (this one was put in), this one as it claims (its text was
    // changed), or this one as it is (its hash was changed).
    private void Widen(JournalHash claimed, JournalHash computed) => candidates = [Last, claimed, computed];
}
