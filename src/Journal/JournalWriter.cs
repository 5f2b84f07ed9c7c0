using EventOps.Journal.Lines;
using EventOps.Journal.Storage;
using EventOps.Journal.Writing;
using EventOps.Model;

namespace EventOps.Journal;

/// <summary>
/// Writes a journal: gives each event its sequence, keeps it until the disk has it, and never makes the caller wait for the
/// disk. <see cref="Append"/> belongs to one thread; all else may be called from any.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly LineEncoder encoder = new();
    private readonly DiskLoop disk;
    private readonly Stamp stamp;
    private readonly TimeProvider clock;
    private readonly TimeSpan durableWithin;

    private JournalWriter(JournalWriterOptions options, IJournalStorage storage, TimeProvider clock)
    {
        this.clock = clock;
        durableWithin = options.DurableWithin;
        stamp = Stamp.Of(options, clock);
        disk = new DiskLoop(options, storage, stamp);
        (LastSequence, LastAt) = disk.Start();
    }

    /// <summary>Of the newest record; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>
    /// The newest record's time. After a start it is that of the last run: a stream clock that begins no earlier never runs
    /// backwards.
    /// </summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How it fares; changes are worth an alarm.</summary>
    public JournalHealth Health => disk.Health;

    /// <summary>Called when <see cref="JournalHealth.IsDegraded"/> changes, on the writer's own thread: must return at once.</summary>
    public event Action<JournalHealth>? HealthChanged
    {
        add => disk.HealthChanged += value;
        remove => disk.HealthChanged -= value;
    }

    /// <summary>Opens the journal in a folder, making it when it is not there; a torn end is cut off and noted.</summary>
    /// <exception cref="JournalStorageException">The folder cannot be used, or another writer has it.</exception>
    /// <exception cref="JournalFaultException">It was written by a newer version.</exception>
    public static JournalWriter Open(string directory, JournalWriterOptions? options = null, TimeProvider? clock = null) =>
        Open(new DiskStorage(directory), options, clock);

    /// <summary>As above, on a given storage, which it disposes in the end.</summary>
    /// <exception cref="JournalStorageException">The folder cannot be used.</exception>
    /// <exception cref="JournalFaultException">It was written by a newer version.</exception>
    public static JournalWriter Open(IJournalStorage storage, JournalWriterOptions? options = null, TimeProvider? clock = null)
    {
        try
        {
            return new JournalWriter(options ?? new(), storage, clock ?? TimeProvider.System);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Takes an event into the journal. Returns at once; the disk follows within <see cref="JournalWriterOptions.SyncAfter"/>.</summary>
    /// <param name="e">Its time is lifted to <see cref="LastAt"/> when it lies before it.</param>
    /// <param name="source">Who says so.</param>
    /// <param name="cause">The sequence it follows from; null when it came from outside.</param>
    /// <exception cref="ArgumentException">The event cannot be written; the journal is as it was.</exception>
    public JournalEntry Append(Event e, string source, long? cause = null)
    {
        var sequence = LastSequence + 1;
        if (cause is { } because && (because < 1 || because >= sequence))
        {
            throw new ArgumentException($"an event's cause is a record before it: {because} is not before {sequence}", nameof(cause));
        }

        if (e.At < LastAt)
        {
            e = e with { At = LastAt };
        }

        var line = encoder.Encode(sequence, e, stamp.Wall, stamp.Monotonic, source, cause);
        LastSequence = sequence;
        LastAt = e.At;
        disk.Add(new Pending(line, e.At, IsAction(e)));
        return new JournalEntry(sequence, e, line);
    }

    /// <summary>Waits until a record and all before it survive a power cut. One fdatasync serves all who wait.</summary>
    /// <returns>NotDurable when the disk is full, failing or slower than <see cref="JournalWriterOptions.DurableWithin"/>; never hangs.</returns>
    public async ValueTask<Durability> MakeDurableAsync(long sequence, CancellationToken cancellation = default)
    {
        var answer = disk.MakeDurable(sequence);
        if (answer.IsCompleted)
        {
            return await answer.ConfigureAwait(false);
        }

        try
        {
            return await answer.WaitAsync(durableWithin, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return Durability.NotDurable;
        }
    }

    /// <summary>Writes what is left, syncs and closes. Waits for a disk no longer than <see cref="JournalWriterOptions.DurableWithin"/>.</summary>
    public void Dispose()
    {
        disk.Dispose();
        encoder.Dispose();
    }

    private static bool IsAction(Event e) =>
        e is IntentProposed or GuardVerdict or ActionStarted or StepStarted or StepFinished or ActionFinished or AlarmRaised or AlarmCleared;
}
