using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>What the writer's thread does to the disk: opening, batching, rotating, giving up and trying again.</summary>
internal sealed class DiskSide : IDisposable
{
    private readonly JournalWriterOptions options;
    private readonly IJournalStorage storage;
    private readonly Stamp stamp;
    private readonly Retention retention;
    private readonly Reserve reserve;
    private Compressor? compressor;
    private SegmentFile? segment;
    private Position safe;
    private JournalStorageException? trouble;
    private string because = "started";
    private string lossReason = "";
    private string stale = "";
    private long lastSync;
    private long retryAt;
    private int failures;

    public DiskSide(JournalWriterOptions options, IJournalStorage storage, Stamp stamp)
    {
        (this.options, this.storage, this.stamp) = (options, storage, stamp);
        retention = new Retention(options, storage);
        reserve = new Reserve(storage, options.Reserve.Value);
    }

    public long WrittenThrough => segment?.WrittenThrough ?? safe.Sequence;

    public long SafeThrough => safe.Sequence;

    /// <summary>The last sequence that the reserve holds.</summary>
    public long ReservedThrough => reserve.Through;

    /// <summary>In a row, up to now.</summary>
    public int Failures => failures;

    /// <summary>Milliseconds until a failed disk is tried again; 0 when it works or its time has come.</summary>
    public int UntilRetry => failures == 0 ? 0 : (int)Math.Clamp(retryAt - Environment.TickCount64, 0, int.MaxValue);

    /// <returns>Where the journal ended, and what the reserve holds of what came after.</returns>
    /// <exception cref="JournalStorageException">The folder cannot be used.</exception>
    /// <exception cref="JournalFaultException">The journal was written by a newer version.</exception>
    public (Position End, List<(long Sequence, Pending Record)> Left) Open()
    {
        var recovery = new Recovery(storage);
        safe = recovery.Run();
        var left = Reserve.Read(storage, safe.Sequence);
        lossReason = "the daemon was stopped while the disk was full";
        segment = SegmentFile.Create(storage, stamp, safe, because);
        foreach (var torn in recovery.Torn)
        {
            segment.AddFrame(torn);
        }

        segment.Sync();
        safe = segment.Safe;
        if (left.Count == 0)
        {
            reserve.Prepare();
        }

        AfterRotation();
        return (safe, left);
    }

    /// <exception cref="JournalStorageException">No segment can be made.</exception>
    public void MakeReady()
    {
        if (segment is { } s && !s.IsInPlace)
        {
            // Deleted or moved away by someone else: what it held is lost to readers, and said to be.
            (safe, lossReason, because) = (s.Start, $"{s.Name} was deleted or replaced while it was written", "replaced");
            s.Dispose();
            segment = null;
        }

        if (segment is { } full && (full.Length >= options.SegmentSize.Value || stamp.Wall - full.Opened >= options.SegmentAge))
        {
            Rotate(full);
        }

        if (segment is null)
        {
            Reopen();
        }
    }

    /// <exception cref="JournalStorageException">The disk is full or fails.</exception>
    public void Write(List<(long Sequence, Pending Record)> batch)
    {
        retention.KeepFloor(segment!.Name, batch.Sum(r => (long)r.Record.Line.Length));
        foreach (var (sequence, record) in batch)
        {
            segment.Add(sequence, record, lossReason);
        }
    }

    /// <returns>Whether all that was written is now safe.</returns>
    /// <exception cref="JournalStorageException">The disk is full or fails.</exception>
    public bool Flush(bool sync)
    {
        var now = Environment.TickCount64;
        var isDue = now - lastSync >= options.SyncAfter.TotalMilliseconds || segment!.WrittenThrough - safe.Sequence >= options.SyncEvery;
        if (!sync && !isDue && failures == 0)
        {
            segment!.Flush();
            return false;
        }

        segment!.Sync();
        safe = segment.Safe;
        lastSync = now;
        if (failures > 0 || ReservedThrough > 0)
        {
            reserve.Prepare();
        }

        (failures, trouble) = (0, null);
        return true;
    }

    /// <summary>Gives up the segment after a failure: nothing that was not synced counts as written.</summary>
    public void Abandon(JournalStorageException reason)
    {
        (trouble, lossReason, because) = (reason, reason.Message, "write-failed");
        failures++;
        var backoff = options.RetryAfter.TotalMilliseconds * Math.Pow(2, Math.Clamp(failures - 2, 0, 20));
        retryAt = Environment.TickCount64 + (long)Math.Min(backoff, options.RetryAtMost.TotalMilliseconds);
        if (segment is { } failed)
        {
            stale = failed.Safe.Sequence < failed.FirstSequence ? failed.Name : "";
            safe = stale.Length > 0 ? failed.Start : failed.Safe;
            failed.TryCutToSafe();
            failed.Dispose();
            segment = null;
        }
    }

    /// <summary>Puts records of actions into the reserve.</summary>
    public bool TryReserve(List<(long Sequence, Pending Record)> records) => reserve.TryWrite(records);

    public void Dispose()
    {
        compressor?.Dispose();
        segment?.Dispose();
        reserve.Dispose();
        storage.Dispose();
        stamp.Dispose();
    }

    private void Rotate(SegmentFile full)
    {
        full.Sync();
        safe = full.Safe;
        full.Dispose();
        because = "rotated";
        segment = null;
    }

    private void Reopen()
    {
        if (stale.Length > 0)
        {
            storage.Delete(stale);
            stale = "";
        }

        if (trouble?.IsForWantOfSpace == true)
        {
            retention.TryDeleteOldest(null);
        }

        segment = SegmentFile.Create(storage, stamp, safe, because);
        AfterRotation();
    }

    private void AfterRotation()
    {
        retention.Apply(segment!.Name, stamp.Wall);
        if (options.Compress)
        {
            compressor ??= new Compressor(options, storage, retention);
            compressor.Look(segment.Name);
        }
    }
}
