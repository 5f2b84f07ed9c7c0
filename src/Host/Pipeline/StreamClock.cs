namespace EventOps.Host.Pipeline;

/// <summary>
/// The event stream's time: the wall clock at the start, and from there on the monotonic clock. A step of the wall clock does
/// not touch it, and it never goes back, not behind the last event of the run before either.
/// </summary>
public sealed class StreamClock
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly DateTimeOffset _origin;
    private DateTimeOffset _last;

    /// <param name="lastSeen">The time of the newest event in the journal; the stream goes on from there if the wall clock is behind it.</param>
    public StreamClock(TimeProvider time, DateTimeOffset lastSeen)
    {
        _time = time;
        _started = time.GetTimestamp();
        var wall = time.GetUtcNow();
        _origin = wall > lastSeen ? wall : lastSeen;
        _last = _origin;
    }

    /// <summary>How long it is until then; negative when it is past. From any thread.</summary>
    public TimeSpan Until(DateTimeOffset at) => at - (_origin + _time.GetElapsedTime(_started));

    /// <summary>The time of an event that enters the stream now. Used from the pipeline only.</summary>
    public DateTimeOffset Next()
    {
        var now = _origin + _time.GetElapsedTime(_started);
        return _last = now > _last ? now : _last;
    }
}
