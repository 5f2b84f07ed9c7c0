using EventOps.Journal;

namespace EventOps.Host.RuleProcess;

/// <summary>The last lines that rules saw: what new rules are tried on before they come into force.</summary>
internal sealed class RecentLines
{
    private readonly Lock _lock = new();
    private readonly RecentItems<ReadOnlyMemory<byte>> _lines = new();
    private readonly LineStore _store = new();

    public void Add(long sequence, ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            _lines.Add(sequence, line.Length, _store.Keep(sequence, line));
            _store.ForgetBefore(_lines.First ?? long.MaxValue);
        }
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<RecentLine> All()
    {
        lock (_lock)
        {
            return [.. _lines.All().Select(l => new RecentLine(l.Sequence, l.Item.ToArray()))];
        }
    }
}

internal readonly record struct RecentLine(long Sequence, ReadOnlyMemory<byte> Line);
