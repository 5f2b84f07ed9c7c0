using System.Text.Json.Serialization;

namespace EventOps.Linux.Capture;

/// <summary>One line of a capture: a frame as the kernel or a tool gave it, without secrets.</summary>
/// <param name="V">Version of the format: <see cref="CurrentVersion"/>.</param>
/// <param name="At">The wall clock when it was received, UTC.</param>
/// <param name="Mono">The monotonic clock then, in nanoseconds, as in the journal.</param>
/// <param name="About">What more is known: a command line, a link, a socket.</param>
/// <param name="Size">Of the whole frame, in bytes; more than there are bytes when it was too large to keep.</param>
/// <param name="Missed">How many frames before this one were not kept: too many at once, or no room on the disk.</param>
public sealed record CapturedFrame(int V, DateTimeOffset At, long Mono, FrameSource Source, string About, long Size, long Missed, ReadOnlyMemory<byte> Bytes)
{
    public const int CurrentVersion = 1;

    /// <summary>The frame is here to its last byte.</summary>
    [JsonIgnore]
    public bool IsWhole => Bytes.Length == Size;
}
