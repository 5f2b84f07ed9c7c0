namespace EventOps.Host.RuleProcess;

/// <summary>The last lines that rules saw, bounded by their size: what new rules are tried on before they come into force.</summary>
internal sealed class RecentLines
{
    private const int ChunkSize = 64 << 10;
    private const int MostBytes = 1 << 20;
    private const int MostLines = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<RecentLine> _lines = new();
    private byte[] _chunk = [];
    private int _used;
    private int _bytes;

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
            _bytes += line.Length;
            _lines.Enqueue(new RecentLine(sequence, place));
            while (_bytes > MostBytes || _lines.Count > MostLines)
            {
                _bytes -= _lines.Dequeue().Line.Length;
            }
        }
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<RecentLine> All()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }
}

internal readonly record struct RecentLine(long Sequence, ReadOnlyMemory<byte> Line);
