namespace EventOps.Journal;

/// <summary>
/// Copies of lines, forgotten in the order in which they came. Where events are many they live for a second or some, just long enough to burden
/// every collection; so their memory is used again and again. Not thread-safe.
/// </summary>
/// <param name="mostFree">So much memory is kept, in bytes, that holds no line.</param>
public sealed class LineStore(int mostFree = LineStore.ChunkSize * 16)
{
    private const int ChunkSize = 64 << 10;

    private readonly Queue<Chunk> _full = new();
    private readonly Stack<byte[]> _free = new();
    private Chunk _chunk = new([]);

    /// <summary>Copies a line.</summary>
    /// <param name="sequence">Larger than those before.</param>
    /// <returns>Valid until it is forgotten.</returns>
    public ReadOnlyMemory<byte> Keep(long sequence, ReadOnlySpan<byte> line)
    {
        if (line.Length > _chunk.Bytes.Length - _chunk.Used)
        {
            _full.Enqueue(_chunk);
            _chunk = new Chunk(line.Length <= ChunkSize && _free.TryPop(out var free) ? free : new byte[Math.Max(ChunkSize, line.Length)]);
        }

        var place = _chunk.Bytes.AsMemory(_chunk.Used, line.Length);
        line.CopyTo(place.Span);
        _chunk.Used += line.Length;
        _chunk.Last = sequence;
        return place;
    }

    /// <summary>No line of a sequence before this one is to be kept any more.</summary>
    /// <param name="mayBeReused">False while somebody may still be reading them: then their memory is left to the collector.</param>
    public void ForgetBefore(long sequence, bool mayBeReused = true)
    {
        while (_full.TryPeek(out var oldest) && oldest.Last < sequence)
        {
            _full.Dequeue();
            if (mayBeReused && oldest.Bytes.Length == ChunkSize && _free.Count < mostFree / ChunkSize)
            {
                _free.Push(oldest.Bytes);
            }
        }
    }

    private sealed class Chunk(byte[] bytes)
    {
        public byte[] Bytes { get; } = bytes;

        public int Used { get; set; }

        /// <summary>Sequence of the last line in it.</summary>
        public long Last { get; set; }
    }
}
