namespace EventOps.Journal.Writing;

/// <summary>A record that fdatasync has not covered yet. An empty line: dropped for want of memory.</summary>
internal readonly record struct Pending(ReadOnlyMemory<byte> Line, DateTimeOffset At, bool IsAction);

/// <summary>
/// All records not yet safe on disk, in order and without holes in their sequences, within a limit of memory. Over it the
/// oldest are dropped, records of actions only when nothing else is left. Not thread-safe: guarded by the writer's lock.
/// </summary>
internal sealed class Backlog(long limit)
{
    private const int MostRecords = 1 << 20;

    private readonly LineStore lines = new();
    private Pending[] ring = new Pending[1024];
    private int head;
    private long bytes;
    private long dropFrom;

    public int Count { get; private set; }

    /// <summary>Of the oldest record held; the next to come when none is.</summary>
    public long First { get; private set; } = 1;

    public long Next => First + Count;

    public long Dropped { get; private set; }

    public void StartAt(long sequence) => First = dropFrom = sequence;

    public void Add(in Pending pending)
    {
        if (Count == ring.Length)
        {
            Enlarge();
        }

        ring[(head + Count) & (ring.Length - 1)] = pending.Line.IsEmpty ? pending : pending with { Line = lines.Keep(Next, pending.Line.Span) };
        Count++;
        bytes += pending.Line.Length;
        if (bytes > limit || Count > MostRecords)
        {
            MakeRoom();
        }
    }

    /// <summary>The record of a sequence that is held; its line is empty when it was dropped.</summary>
    public ref Pending this[long sequence] => ref ring[(head + (int)(sequence - First)) & (ring.Length - 1)];

    /// <summary>Copies records from a sequence on, as many as make up about <paramref name="most"/> bytes.</summary>
    public void CopyTo(List<(long Sequence, Pending Record)> batch, long from, long most)
    {
        for (var sequence = Math.Max(from, First); sequence < Next && most > 0; sequence++)
        {
            var record = this[sequence];
            if (!record.Line.IsEmpty)
            {
                batch.Add((sequence, record));
                most -= record.Line.Length;
            }
        }
    }

    /// <summary>Copies records of actions from a sequence on.</summary>
    public void CopyActionsTo(List<(long Sequence, Pending Record)> batch, long from)
    {
        for (var sequence = Math.Max(from, First); sequence < Next; sequence++)
        {
            if (IsAction(sequence))
            {
                batch.Add((sequence, this[sequence]));
            }
        }
    }

    /// <summary>Whether a record of an action is held under this sequence.</summary>
    public bool IsAction(long sequence) => sequence >= First && sequence < Next && this[sequence] is { IsAction: true, Line.IsEmpty: false };

    /// <summary>Leaves room for sequences that are lost.</summary>
    public void Skip(long count)
    {
        for (; count > 0; count--)
        {
            Add(default);
            Dropped++;
        }
    }

    /// <summary>Forgets all up to a sequence: they are safe. Called by whoever writes them, when it does not.</summary>
    public void Forget(long through)
    {
        Leave(through);
        lines.ForgetBefore(Math.Max(First, dropFrom));
    }

    private void Leave(long through)
    {
        while (Count > 0 && First <= through)
        {
            bytes -= ring[head].Line.Length;
            ring[head] = default;
            head = (head + 1) & (ring.Length - 1);
            First++;
            Count--;
        }
    }

    private void MakeRoom()
    {
        for (dropFrom = Math.Max(dropFrom, First); bytes > limit && dropFrom < Next - 1; dropFrom++)
        {
            ref var record = ref this[dropFrom];
            if (record.IsAction)
            {
                record = record with { Line = record.Line.ToArray() };
            }
            else
            {
                Drop(ref record);
            }
        }

        while (Count > 1 && (bytes > limit || Count > MostRecords))
        {
            Drop(ref this[First]);
            Leave(First);
        }

        // Of those before it, what was not dropped has its own memory now. They may be in the midst of being written.
        lines.ForgetBefore(Math.Max(First, dropFrom), mayBeReused: false);
    }

    private void Drop(ref Pending record)
    {
        if (!record.Line.IsEmpty)
        {
            Dropped++;
            bytes -= record.Line.Length;
            record = default;
        }
    }

    private void Enlarge()
    {
        var larger = new Pending[ring.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = ring[(head + i) & (ring.Length - 1)];
        }

        (ring, head) = (larger, 0);
    }
}
