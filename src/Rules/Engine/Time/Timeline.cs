using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Time;

/// <summary>What time operators remember in a session, and when which match must be looked at again.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<(JoinTuple Tuple, long Due), (long Due, long Order)> _due = new();
    private readonly Dictionary<string, TimeState> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeState> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (TimeState State, long Until)> _kept = new(StringComparer.Ordinal);
    private long _order;

    /// <summary>In ticks.</summary>
    public long Now { get; set; }

    /// <summary>When a match must be looked at next.</summary>
    public long? NextDue
    {
        get
        {
            while (_due.TryPeek(out var next, out _))
            {
                if (IsLive(next.Tuple, next.Due))
                {
                    return next.Due;
                }

                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Restored, but no match has asked for it yet.</summary>
    public IEnumerable<string> Unclaimed => _waiting.Keys.Order(StringComparer.Ordinal);

    /// <summary>The state under the key: the one restored, the one kept, or a new one.</summary>
    public TimeState Claim(string key, out bool restored)
    {
        restored = _waiting.Remove(key, out var state);
        if (!restored)
        {
            state = _kept.Remove(key, out var kept) && kept.Until > Now ? kept.State : new TimeState();
        }

        return _live[key] = state!;
    }

    public void Release(string key, TimeState state, long? keepUntil)
    {
        _live.Remove(key);
        if (keepUntil > Now)
        {
            _kept[key] = (state, keepUntil.Value);
        }
    }

    public void Schedule(JoinTuple tuple, long due)
    {
        var match = MatchSink.StateOf(tuple);
        if (match.Due != due)
        {
            match.Due = due;
            _due.Enqueue((tuple, due), (due, _order++));
        }
    }

    public bool TryTakeDue(long until, out JoinTuple tuple, out long due)
    {
        tuple = null!;
        due = NextDue ?? long.MaxValue;
        if (due > until)
        {
            return false;
        }

        tuple = _due.Dequeue().Tuple;
        MatchSink.StateOf(tuple).Due = null;
        return true;
    }

    public TimeStateFile Export()
    {
        var file = new TimeStateFile { Now = Now };
        foreach (var (key, (state, until)) in _kept.Where(k => k.Value.Until > Now))
        {
            file.States[key] = state;
        }

        foreach (var (key, state) in _waiting.Concat(_live))
        {
            file.States[key] = state;
        }

        return file;
    }

    public void Import(TimeStateFile file)
    {
        Now = Math.Max(Now, file.Now);
        foreach (var (key, state) in file.States)
        {
            _waiting[key] = state;
        }
    }

    private static bool IsLive(JoinTuple tuple, long due) => tuple is { IsGone: false, IsOpen: true, State: MatchState match } && match.Due == due;
}
