using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>What the writer's thread does to the disk: opening, batching, rotating, giving up and trying again.</summary>
internal sealed class DiskSide(JournalWriterOptions options, IJournalStorage storage, Stamp stamp) : IDisposable
{
    private readonly long syncAfter = (long)options.SyncAfter.TotalMilliseconds;
    private readonly int flushAfter = Math.Max(1, (int)(options.SyncAfter.TotalMilliseconds / 10));
    private SegmentFile? segment;
    private Position safe;
    private string because = "started";
    private string lossReason = "";
    private long lastSync;
    private long retryAt;
    private int failures;

    public long WrittenThrough => segment?.WrittenThrough ?? safe.Sequence;

    public long SafeThrough => safe.Sequence;

    public Position Open()
    {
        safe = Recovery.Run(storage);
        MakeReady();
        return safe;
    }

    /// <summary>Milliseconds until there is something to do with this many records not yet safe; -1 for nothing.</summary>
    public int UntilDue(int waiting)
    {
        if (failures > 0)
        {
            return (int)Math.Clamp(retryAt - Environment.TickCount64, 0, int.MaxValue);
        }

        return waiting == 0 ? Timeout.Infinite : flushAfter;
    }

    /// <exception cref="JournalStorageException">No segment can be made.</exception>
    public void MakeReady()
    {
        if (segment is { } s && (s.Length >= options.SegmentSize.Value || stamp.Wall - s.Opened >= options.SegmentAge || !s.IsInPlace))
        {
            Rotate(s);
        }

        segment ??= SegmentFile.Create(storage, stamp, safe, because);
    }

    public void Write(List<(long Sequence, Pending Record)> batch)
    {
        foreach (var (sequence, record) in batch)
        {
            segment!.Add(sequence, record, lossReason);
        }
    }

    /// <returns>Whether all that was written is now safe.</returns>
    public bool Flush(bool sync)
    {
        var now = Environment.TickCount64;
        if (!sync && now - lastSync < syncAfter && segment!.WrittenThrough - safe.Sequence < options.SyncEvery)
        {
            segment!.Flush();
            return false;
        }

        segment!.Sync();
        safe = segment.Safe;
        lastSync = now;
        failures = 0;
        return true;
    }

    public void Abandon(JournalStorageException reason)
    {
        lossReason = reason.Message;
        because = "write-failed";
        failures++;
        var backoff = options.RetryAfter.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 2, 20));
        retryAt = failures == 1 ? 0 : Environment.TickCount64 + (long)Math.Min(backoff, options.RetryAtMost.TotalMilliseconds);
        segment?.TryCutToSafe();
        segment?.Dispose();
        segment = null;
    }

    public void Dispose()
    {
        segment?.Dispose();
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
}
