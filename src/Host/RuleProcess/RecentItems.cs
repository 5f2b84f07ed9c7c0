namespace EventOps.Host.RuleProcess;

/// <summary>
/// The last of what rules saw, bounded by number and by the size of its lines. What a fresh rule process is told depends on where the
/// bound falls, so the daemon and a replay keep the same one.
/// </summary>
internal sealed class RecentItems<T>
{
    private const int MostBytes = 1 << 20;
    private const int MostLines = 4096;

    private readonly Queue<(long Sequence, int Length, T Item)> _items = new();
    private int _bytes;

    /// <param name="length">Of its line, in bytes.</param>
    public void Add(long sequence, int length, T item)
    {
        _items.Enqueue((sequence, length, item));
        _bytes += length;
        while (_bytes > MostBytes || _items.Count > MostLines)
        {
            _bytes -= _items.Dequeue().Length;
        }
    }

    /// <summary>Sequence of the oldest; of none when there is none.</summary>
    public long? First => _items.TryPeek(out var oldest) ? oldest.Sequence : null;

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<(long Sequence, T Item)> All() => [.. _items.Select(i => (i.Sequence, i.Item))];

    public void Clear()
    {
        _items.Clear();
        _bytes = 0;
    }
}
