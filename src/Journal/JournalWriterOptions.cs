using EventOps.Model;

namespace EventOps.Journal;

/// <summary>Limits of a writer. All have defaults fit for a small host.</summary>
public sealed record JournalWriterOptions
{
    /// <summary>A segment is closed when it holds this much.</summary>
    public Bytes SegmentSize { get; init; } = Bytes.FromMiB(8);

    /// <summary>A segment is closed when it is this old.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Oldest segments are deleted when all together hold more than this.</summary>
    public Bytes TotalSize { get; init; } = Bytes.FromMiB(256);

    /// <summary>Closed segments are deleted when they are this old.</summary>
    public TimeSpan TotalAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Left free on the filesystem: oldest segments go, then nothing more is written, before less is free than this.</summary>
    public Bytes FreeFloor { get; init; } = Bytes.FromMiB(8);

    /// <summary>Ordinary records are synced when this many wait.</summary>
    public int SyncEvery { get; init; } = 2000;

    /// <summary>Ordinary records are synced after this time at the latest, and handed to the kernel at a tenth of it.</summary>
    public TimeSpan SyncAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Records that wait for a disk may use this much memory; then the oldest are dropped, actions last.</summary>
    public Bytes Memory { get; init; } = Bytes.FromMiB(16);

    /// <summary>Preallocated on disk for action records while it is full. Zero for none.</summary>
    public Bytes Reserve { get; init; } = Bytes.FromMiB(1);

    /// <summary>Whoever waits for durability is told that there is none after this time.</summary>
    public TimeSpan DurableWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First wait before a failed disk is tried again; doubled each time up to <see cref="RetryAtMost"/>.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether closed segments are compressed (zstd).</summary>
    public bool Compress { get; init; } = true;

    /// <summary>The kernel's boot id; read from /proc when null.</summary>
    public string? BootId { get; init; }

    /// <summary>The host's id; read from /etc/machine-id when null.</summary>
    public string? HostId { get; init; }
}
