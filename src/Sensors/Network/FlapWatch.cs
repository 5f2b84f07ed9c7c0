namespace EventOps.Sensors.Network;

/// <summary>
/// Tells what others change over and over from what they change once: the first changes of a thing are told at once, then at most one state each round, for as long
/// as it goes on. What this daemon sets in between begins it anew: a thing that is put back and goes again is no flap, and must be told at once.
/// </summary>
/// <typeparam name="TKey">Of a thing.</typeparam>
internal sealed class FlapWatch<TKey>(TimeSpan round)
    where TKey : notnull
{
    /// <summary>Twice there and back.</summary>
    private const int ToldAtOnce = 4;

    private readonly Dictionary<TKey, (int Changes, DateTimeOffset Until)> _rounds = [];

    /// <summary>When a round of a thing that is held back ends next; null when there is none.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public void Note(TKey thing, bool isOwn, DateTimeOffset now)
    {
        if (isOwn)
        {
            _rounds.Remove(thing);
        }
        else
        {
            var (changes, until) = _rounds.GetValueOrDefault(thing);
            _rounds[thing] = until > now ? (changes + 1, until) : (1, now + round);
        }

        SetDue();
    }

    /// <summary>Whether nothing is told of it until its round ends.</summary>
    public bool IsHeld(TKey thing) => _rounds.TryGetValue(thing, out var known) && known.Changes > ToldAtOnce;

    /// <summary>Ends the rounds that are over. Of what was held back the next change waits for a round again.</summary>
    /// <returns>Whether anything was held back that may be told now.</returns>
    public bool Release(DateTimeOffset now)
    {
        var isAny = false;
        foreach (var (thing, (changes, until)) in _rounds.Where(r => r.Value.Until <= now).ToList())
        {
            if (changes > ToldAtOnce)
            {
                isAny = true;
                _rounds[thing] = (ToldAtOnce, now + round);
            }
            else
            {
                _rounds.Remove(thing);
            }
        }

        SetDue();
        return isAny;
    }

    private void SetDue() => NextDue = _rounds.Count == 0 ? null : _rounds.Values.Where(r => r.Changes > ToldAtOnce).Select(r => (DateTimeOffset?)r.Until).Min();
}
