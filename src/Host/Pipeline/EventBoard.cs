using EventOps.Model;

namespace EventOps.Host.Pipeline;

/// <summary>
/// The newest event of each thing, as the journal wrote it: what a fresh rule process needs to go on, and what status shows.
/// Written by the pipeline, read from anywhere.
/// </summary>
public sealed class EventBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Standing> _newest = new(StringComparer.Ordinal);

    public void See(long sequence, Event e, ReadOnlyMemory<byte> line)
    {
        var (key, ended) = (EventDigest.KeyOf(e), EventDigest.EndedBy(e));
        if (key is null && ended is null)
        {
            return;
        }

        lock (_lock)
        {
            if (ended is not null)
            {
                _newest.Remove(ended);
            }

            if (key is not null)
            {
                _newest[key] = new Standing(sequence, e, line.ToArray());
            }
        }
    }

    /// <summary>Forgets what sensors said in a run before: they look afresh.</summary>
    public void ForgetSensed()
    {
        lock (_lock)
        {
            foreach (var (key, _) in _newest.Where(n => n.Value.Event is not (AlarmRaised or ActionStarted or ActionFinished or RuleStateKept)).ToList())
            {
                _newest.Remove(key);
            }
        }
    }

    /// <summary>All that stands, oldest first.</summary>
    public IReadOnlyList<Standing> Standing()
    {
        lock (_lock)
        {
            return [.. _newest.Values.OrderBy(s => s.Sequence)];
        }
    }
}

/// <param name="Line">The event's line in the journal.</param>
public sealed record Standing(long Sequence, Event Event, ReadOnlyMemory<byte> Line);
