using EventOps.Model;

namespace EventOps.Linux.Capture;

/// <summary>How much a capture may take.</summary>
public sealed record CaptureOptions
{
    /// <summary>The smallest limit that makes sense: two files of it hold the largest frame.</summary>
    public static readonly Bytes LeastLimit = 4.MB();

    /// <summary>Both files together; the oldest half goes when it is reached. At least <see cref="LeastLimit"/>.</summary>
    public Bytes Limit { get; init; } = 64.MB();

    /// <summary>Left free on the filesystem that holds it: with less, frames are missed and counted.</summary>
    public Bytes KeepFree { get; init; } = 64.MB();

    /// <summary>In bytes: of a larger frame the beginning is kept.</summary>
    public int LargestFrame { get; init; } = 1 << 20;

    /// <summary>In bytes of frames: what waits to be written; more than this at once is missed and counted.</summary>
    public long MostWaiting { get; init; } = 16 << 20;
}
