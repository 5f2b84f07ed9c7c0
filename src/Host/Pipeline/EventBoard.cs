using EventOps.Model;

namespace EventOps.Host.Pipeline;

/// <summary>
/// The newest event of each thing, as the journal wrote it: what a fresh rule process needs to go on, and what status shows.
/// Written by the pipeline, read from anywhere.
/// </summary>
public sealed class EventBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Newest> _newest = new(StringComparer.Ordinal);

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
                if (!_newest.TryGetValue(key, out var newest))
                {
                    _newest.Add(key, newest = new Newest());
                }

                newest.Set(sequence, e, line.Span);
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
            return [.. _newest.Values.OrderBy(n => n.Sequence).Select(n => n.ToStanding())];
        }
    }

    /// <summary>Keeps its place for the line: of things that change each millisecond, copies would be what most collections are about.</summary>
    private sealed class Newest
    {
        private byte[] _line = [];
        private int _length;

        public long Sequence { get; private set; }

        public Event Event { get; private set; } = null!;

        public void Set(long sequence, Event e, ReadOnlySpan<byte> line)
        {
            if (_line.Length < line.Length)
            {
                // Numbers in it may become longer.
                _line = new byte[line.Length + (line.Length / 8)];
            }

            line.CopyTo(_line);
            (Sequence, Event, _length) = (sequence, e, line.Length);
        }

        public Standing ToStanding() => new(Sequence, Event, _line.AsSpan(0, _length).ToArray());
    }
}

/// <param name="Line">The event's line in the journal.</param>
public sealed record Standing(long Sequence, Event Event, ReadOnlyMemory<byte> Line);
