using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>
/// Intents that the replayed rules yielded and the journal has not shown yet: live, an answer takes a while, and other events
/// come in between. Answers of one rule process come in the order of the events.
/// </summary>
internal sealed class PendingIntents
{
    /// <summary>A rule process that does not answer for two seconds is ended, so that nothing can come later than this.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>As many as the live inbox holds events: no answer overtakes more than that.</summary>
    private const int MostPending = 65_536;

    private readonly LinkedList<Pending> _pending = new();
    private Process _process = new();

    /// <summary>Whether the rules are those that wrote the journal; null when it is not known.</summary>
    public bool? IsSame { get; set; }

    public void Add(IntentProposed intent, DateTimeOffset at) => _pending.AddLast(new Pending(intent, at, _process));

    /// <summary>The live rule process was ended about now, maybe amid its answers.</summary>
    public void EndProcess(DateTimeOffset at)
    {
        _process.EndedAt = at;
        _process = new Process();
    }

    /// <summary>Finds the replayed intent that a recorded one stands for, and takes it away.</summary>
    public (ReplayMark Mark, Intent? Intent) Take(IntentProposed recorded)
    {
        LinkedListNode<Pending>? like = null;
        for (var node = _pending.First; node is not null && node.Value.Intent.DecidedAfter <= recorded.DecidedAfter; node = node.Next)
        {
            var intent = node.Value.Intent;
            if (intent.DecidedAfter != recorded.DecidedAfter || intent.Rule != recorded.Rule)
            {
                continue;
            }

            node.Value.Process.LastAnswer = recorded.DecidedAfter;
            if (intent.Intent == recorded.Intent)
            {
                _pending.Remove(node);
                return (ReplayMark.Same, intent.Intent);
            }

            like ??= intent.Intent.Resource == recorded.Intent.Resource ? node : null;
        }

        if (like is null)
        {
            return (ReplayMark.Missing, null);
        }

        _pending.Remove(like);
        return (ReplayMark.Changed, like.Value.Intent.Intent);
    }

    /// <summary>Those that the journal would have shown before an answer to this event.</summary>
    public IEnumerable<ReplayDecision> TakeBefore(long decidedAfter)
    {
        while (_pending.First?.Value is { } first && first.Intent.DecidedAfter < decidedAfter)
        {
            _pending.RemoveFirst();
            first.Process.IsSureOf(first, decidedAfter);
            yield return Decide(first);
        }
    }

    /// <summary>Those that the journal will not show any more: under other rules that is to be expected, so they are not waited for long.</summary>
    public IEnumerable<ReplayDecision> TakeOlderThan(DateTimeOffset now)
    {
        while (_pending.First?.Value is { } first && (_pending.Count > MostPending || (IsSame == false && now - first.At > LongestAnswer)))
        {
            _pending.RemoveFirst();
            yield return Decide(first);
        }
    }

    public IEnumerable<ReplayDecision> TakeAll()
    {
        while (_pending.First?.Value is { } first)
        {
            _pending.RemoveFirst();
            yield return Decide(first);
        }
    }

    private ReplayDecision Decide(Pending pending)
    {
        var isLost = IsSame != false && pending.Process.EndedAt is { } end && end - pending.At <= LongestAnswer
            && pending.Intent.DecidedAfter >= pending.Process.LastAnswer; // A kill can fall between two answers to one event.
        return new ReplayDecision(
            isLost ? ReplayMark.Lost : ReplayMark.Extra, 0, pending.Intent.DecidedAfter, pending.At, pending.Intent.Rule, pending.Intent.Intent, null, "", null);
    }

    private sealed record Pending(IntentProposed Intent, DateTimeOffset At, Process Process);

    private sealed class Process
    {
        public DateTimeOffset? EndedAt { get; set; }

        /// <summary>The last event that this process is known to have answered.</summary>
        public long LastAnswer { get; set; }

        /// <summary>An answer to a later event came from the same process: this one was not given.</summary>
        public void IsSureOf(Pending pending, long later) => LastAnswer = EndedAt is null ? Math.Max(LastAnswer, later) : Math.Max(LastAnswer, pending.Intent.DecidedAfter - 1);
    }
}
