using System.Threading.Channels;
using EventOps.Model;

namespace EventOps.Host.Pipeline;

/// <summary>
/// Where all events come together before the journal gives them their order. What sensors say is bounded: when the pipeline
/// cannot keep up, a sensor is told so and makes a gap of it. Outcomes of actions are never turned away.
/// </summary>
public sealed class Inbox
{
    /// <summary>Far more than a healthy pipeline ever leaves lying; about 20 MB of events.</summary>
    public const int Capacity = 65_536;

    private readonly Channel<Incoming> _channel = Channel.CreateUnbounded<Incoming>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;
    private long _turnedAway;

    /// <summary>Events that found the inbox full, since the start.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <returns>False when the inbox is full: the event is lost, and the sensor must say so and read all again.</returns>
    public bool TryPost(Event e, string source)
    {
        if (Volatile.Read(ref _waiting) >= Capacity)
        {
            Interlocked.Increment(ref _turnedAway);
            return false;
        }

        Post(new Incoming(e, source, null, null));
        return true;
    }

    /// <summary>Posts what may not be lost.</summary>
    /// <param name="cause">The sequence of the event that led to this one.</param>
    public void Post(Event e, string source, long? cause = null) => Post(new Incoming(e, source, cause, null));

    /// <summary>Posts what may not be lost, and waits until the journal has given it its place.</summary>
    /// <returns>Its sequence.</returns>
    public Task<long> PostAsync(Event e, string source, long? cause, CancellationToken cancellationToken)
    {
        var placed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new Incoming(e, source, cause, placed));
        return placed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has something done on the pipeline's loop, between two events.</summary>
    public void Post(Action work) => Post(new Incoming(null, "", null, null, work));

    /// <summary>As above, and the event takes the very next place in the journal: nothing comes between it and the work.</summary>
    public void Post(Action work, Event then, string source) => Post(new Incoming(then, source, null, null, work));

    /// <summary>No more will come; the reader ends when it has read what lies here.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    internal ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    internal bool TryTake(out Incoming incoming)
    {
        if (!_channel.Reader.TryRead(out incoming))
        {
            return false;
        }

        Interlocked.Decrement(ref _waiting);
        return true;
    }

    private void Post(Incoming incoming)
    {
        Interlocked.Increment(ref _waiting);
        if (!_channel.Writer.TryWrite(incoming))
        {
            Interlocked.Decrement(ref _waiting);
            incoming.Placed?.TrySetCanceled();
        }
    }
}

/// <param name="Event">Null when there is only work to do.</param>
/// <param name="Placed">Told the sequence once the journal has it; null when nobody waits.</param>
/// <param name="Work">To be done on the loop before the event takes its place; null when there is only an event.</param>
internal readonly record struct Incoming(Event? Event, string Source, long? Cause, TaskCompletionSource<long>? Placed, Action? Work = null);
