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
    private bool idle;
    private bool stopping;
    private long safeThrough;
    private JournalHealth health;

    public DiskLoop(JournalWriterOptions options, IJournalStorage storage, Stamp stamp)
    {
        this.options = options;
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
                return health with { Waiting = backlog.Count, Lost = backlog.Dropped };
            }
        }
    }

    public (long Sequence, DateTimeOffset At) Start()
    {
        var position = disk.Open();
        backlog.StartAt(position.Sequence + 1);
        safeThrough = position.Sequence;
        thread.Start();
        return (position.Sequence, position.At);
    }

    public void Add(in Pending record)
    {
        lock (gate)
        {
            backlog.Add(record);
            if (idle)
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
        while (WaitForWork(out var sync, out var last))
        {
            Work(sync);
            if (last)
            {
                break;
            }
        }

        lock (gate)
        {
            waiters.Answer(_ => true, Durability.NotDurable);
        }
    }

    private bool WaitForWork(out bool sync, out bool last)
    {
        lock (gate)
        {
            while (!stopping && !waiters.Any && disk.UntilDue(backlog.Count) is not 0 and var wait)
            {
                idle = wait == Timeout.Infinite;
                Monitor.Wait(gate, wait);
            }

            idle = false;
            last = stopping;
            sync = stopping || waiters.Any;
            return true;
        }
    }

    private void Work(bool sync)
    {
        try
        {
            disk.MakeReady();
            while (true)
            {
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
        catch (JournalStorageException e)
        {
            Fail(e);
        }
    }

    private void Safe(long through)
    {
        var healed = false;
        lock (gate)
        {
            safeThrough = through;
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

    private void Fail(JournalStorageException e)
    {
        disk.Abandon(e);
        var first = false;
        lock (gate)
        {
            first = !health.IsDegraded;
            health = new JournalHealth(true, e.Message, 0, 0);
            waiters.Answer(_ => true, Durability.NotDurable);
        }

        if (first)
        {
            HealthChanged?.Invoke(Health);
        }
    }
}
