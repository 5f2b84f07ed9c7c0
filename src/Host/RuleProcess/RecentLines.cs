namespace EventOps.Host.RuleProcess;

/// <summary>The last lines that rules saw: what new rules are tried on before they come into force.</summary>
internal sealed class RecentLines
{
    private const int ChunkSize = 64 << 10;

    private readonly Lock _lock = new();
    private readonly RecentItems<ReadOnlyMemory<byte>> _lines = new();
    private byte[] _chunk = [];
    private int _used;

    public void Add(long sequence, ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (line.Length > _chunk.Length - _used)
            {
                (_chunk, _used) = (new byte[Math.Max(ChunkSize, line.Length)], 0);
            }

            var place = _chunk.AsMemory(_used, line.Length);
            line.CopyTo(place.Span);
            _used += line.Length;
            _lines.Add(sequence, line.Length, place);
        }
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<RecentLine> All()
    {
        lock (_lock)
        {
            return [.. _lines.All().Select(l => new RecentLine(l.Sequence, l.Item))];
        }
    }
}

internal readonly record struct RecentLine(long Sequence, ReadOnlyMemory<byte> Line);
