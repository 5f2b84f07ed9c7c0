using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>
/// The thread that owns the disk. Records come in under the lock; writing and syncing happen outside it, so that no one waits
/// for the disk who did not ask to.
/// </summary>
internal sealed class DiskLoop : IDisposable
{
    private const int BatchBytes = 256 << 10;

    private readonly object gate = new();
    private readonly JournalWriterOptions options;
    private readonly Backlog backlog;
    private readonly Waiters waiters = new();
    private readonly DiskSide disk;
    private readonly Thread thread;
    private readonly List<(long Sequence, Pending Record)> batch = [];
    private readonly List<(long Sequence, Pending Record)> actions = [];
    private readonly int flushAfter;
    private bool idle;
    private long bytesSinceWork;
    private long failuresInAll;
    private bool stopping;
    private long safeThrough;
    private JournalHealth health;

    public DiskLoop(JournalWriterOptions options, IJournalStorage storage, Stamp stamp)
    {
        this.options = options;
        flushAfter = Math.Max(1, (int)(options.SyncAfter.TotalMilliseconds / 10));
        backlog = new Backlog(options.Memory.Value);
        disk = new DiskSide(options, storage, stamp);
        thread = new Thread(Run) { IsBackground = true, Name = "journal" };
    }

    public event Action<JournalHealth>? HealthChanged;

    public JournalHealth Health
    {
        get
        {
            lock (gate)
            {
                return health with { Waiting = backlog.Count, Lost = backlog.Dropped, Failures = failuresInAll };
            }
        }
    }

    public (long Sequence, DateTimeOffset At) Start()
    {
        var (end, left) = disk.Open();
        safeThrough = end.Sequence;
        backlog.StartAt(end.Sequence + 1);
        foreach (var (sequence, record) in left)
        {
            backlog.Skip(sequence - backlog.Next);
            backlog.Add(record);
        }

        thread.Start();
        return left.Count > 0 ? (left[^1].Sequence, left[^1].Record.At) : (end.Sequence, end.At);
    }

    public void Add(in Pending record)
    {
        lock (gate)
        {
            backlog.Add(record);
            bytesSinceWork += record.Line.Length;
            if (idle || bytesSinceWork > BatchBytes)
            {
                idle = false;
                Monitor.Pulse(gate);
            }
        }
    }

    public Task<Durability> MakeDurable(long sequence)
    {
        lock (gate)
        {
            if (sequence <= safeThrough)
            {
                return Task.FromResult(Durability.Durable);
            }

            var answer = waiters.Add(sequence);
            Monitor.Pulse(gate);
            return answer;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (stopping)
            {
                return;
            }

            stopping = true;
            Monitor.Pulse(gate);
        }

        if (thread.Join(options.DurableWithin))
        {
            disk.Dispose();
        }
    }

    private void Run()
    {
        bool last;
        do
        {
            WaitForWork(out var sync, out last);
            if (last || disk.UntilRetry == 0)
            {
                Work(sync);
            }
            else
            {
                Reserve();
            }
        }
        while (!last);

        lock (gate)
        {
            waiters.Answer(_ => true, Durability.NotDurable);
        }
    }

    private void WaitForWork(out bool sync, out bool last)
    {
        lock (gate)
        {
            var since = Environment.TickCount64;
            while (!stopping && !waiters.Any && bytesSinceWork <= BatchBytes && UntilDue(ref since) is not 0 and var wait)
            {
                idle = wait == Timeout.Infinite;
                Monitor.Wait(gate, wait);
            }

            (idle, bytesSinceWork, last) = (false, 0, stopping);
            sync = stopping || waiters.Any;
        }
    }

    private int UntilDue(ref long since)
    {
        if (disk.Failures > 0)
        {
            return disk.UntilRetry;
        }

        var now = Environment.TickCount64;
        since = idle ? now : since;
        return backlog.Count == 0 ? Timeout.Infinite : (int)Math.Max(0, since + flushAfter - now);
    }

    // A first failure is met with a new segment at once; only when that fails too is the journal degraded.
    private void Work(bool sync)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                WriteAll(sync);
                return;
            }
            catch (JournalStorageException e)
            {
                disk.Abandon(e);
                failuresInAll++;
                if (attempt > 0 || disk.Failures > 1)
                {
                    Degrade(e);
                    Reserve();
                    return;
                }
            }
        }
    }

    private void WriteAll(bool sync)
    {
        while (true)
        {
            disk.MakeReady();
            batch.Clear();
            lock (gate)
            {
                backlog.CopyTo(batch, disk.WrittenThrough + 1, BatchBytes);
            }

            if (batch.Count == 0)
            {
                break;
            }

            disk.Write(batch);
        }

        if (disk.Flush(sync))
        {
            Safe(disk.SafeThrough);
        }
    }

    private void Safe(long through)
    {
        bool healed;
        lock (gate)
        {
            safeThrough = Math.Max(safeThrough, through);
            backlog.Forget(through);
            waiters.Answer(s => s <= through, Durability.Durable);
            healed = health.IsDegraded;
            health = default;
        }

        if (healed)
        {
            HealthChanged?.Invoke(Health);
        }
    }

    private void Degrade(JournalStorageException e)
    {
        bool first;
        lock (gate)
        {
            first = !health.IsDegraded;
            health = health with { IsDegraded = true, Reason = e.Message };
        }

        if (first)
        {
            HealthChanged?.Invoke(Health);
        }
    }

    // While the disk is full, records of actions go to the reserve; whoever waits for anything else is told that it is not durable.
    // Whoever comes while the reserve is written is not in it, and waits for the next round.
    private void Reserve()
    {
        actions.Clear();
        long through;
        lock (gate)
        {
            backlog.CopyActionsTo(actions, disk.ReservedThrough + 1);
            through = backlog.Next - 1;
        }

        var reserved = disk.TryReserve(actions);
        lock (gate)
        {
            waiters.Answer(s => reserved && s <= disk.ReservedThrough && backlog.IsAction(s), Durability.Durable);
            waiters.Answer(s => s <= through, Durability.NotDurable);
        }
    }
}
