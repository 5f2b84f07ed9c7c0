using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>
/// Finds a rule that goes round in a circle: its intent has an effect, the effect makes it fire again, and so on, without anything from
/// outside in between. Causes are what the journal says of them. Used from one thread.
/// </summary>
public sealed class CauseLoops
{
    /// <summary>A rule may answer to what came of its own intent so many times in a row within <see cref="Within"/>.</summary>
    public const int MostRounds = 16;

    /// <summary>What takes longer is paced by something: a cooldown, a breaker.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    /// <summary>Effects follow their causes closely; what is older than so many events begins a new chain.</summary>
    private const int Remembered = 8192;

    private readonly Dictionary<long, Link> _byEvent = [];
    private readonly Queue<long> _order = new();

    /// <summary>Learns of an event that now stands in the journal.</summary>
    /// <returns>True when it is an intent that closes the circle once too often.</returns>
    public bool See(long sequence, Event e, long? cause)
    {
        if (e is IntentProposed proposed)
        {
            var link = new Link(proposed.Rule, e.At, _byEvent.GetValueOrDefault(proposed.DecidedAfter));
            Remember(sequence, link);
            return link.IsLoop;
        }

        if (cause is { } before && _byEvent.TryGetValue(before, out var origin))
        {
            Remember(sequence, origin);
        }

        return false;
    }

    private void Remember(long sequence, Link link)
    {
        _byEvent[sequence] = link;
        _order.Enqueue(sequence);
        if (_order.Count > Remembered)
        {
            _byEvent.Remove(_order.Dequeue());
        }
    }

    /// <summary>An intent, and the intent whose effect it answers to.</summary>
    private sealed class Link
    {
        private const int Longest = 4 * MostRounds;

        private readonly string _rule;
        private readonly DateTimeOffset _at;
        private readonly int _length;
        private readonly Link? _before;

        public Link(string rule, DateTimeOffset at, Link? before)
        {
            // A chain that is cut here has been looked at already, and had no loop in it.
            var isLong = before is { _length: >= Longest };
            (_rule, _at, _before, _length) = (rule, at, isLong ? null : before, isLong ? 0 : (before?._length ?? 0) + 1);
        }

        public bool IsLoop
        {
            get
            {
                var rounds = 0;
                for (var link = this; link is not null && _at - link._at <= Within; link = link._before)
                {
                    rounds += link._rule == _rule ? 1 : 0;
                }

                return rounds > MostRounds;
            }
        }
    }
}
