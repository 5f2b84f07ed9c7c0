using EventOps.Host.Pipeline;
using EventOps.Host.Replay;
using EventOps.Host.RuleProcess;
using EventOps.Journal;

namespace EventOps.Replay.Tests;

/// <summary>
/// A rule process as the pipeline sees it, without the process: swapped in as the rule service does, with what the one before
/// remembered, answering late by a random number of events, in order; killed now and then.
/// </summary>
internal sealed class FakeRuleLink(Inbox inbox, EventBoard board, Random random) : IRuleLink
{
    /// <summary>Loaded once: what takes the time is not what is tested here.</summary>
    private static readonly ReplayRules Rules = new(StockRules.AndTimed);

    private readonly JournalLine _lines = new();
    private readonly RecentLines _recent = new();
    private readonly Queue<(int Due, IntentProposed Intent)> _late = new();
    private ReplayRules? _rules;
    private long _last;
    private int _seen;
    private int _lastDue;

    public void Park(string rule, string reason) => Assert.Fail($"{rule} is parked: {reason}");

    /// <summary>As after an edit: the process before tells what its rules remember.</summary>
    public void SwapIn()
    {
        Keep();
        inbox.Post(SwapNow, new RulesLoaded(Rules.Report.Rules), "rules");
    }

    /// <summary>As after a kill: what was not said to the last event is lost, and what was remembered since it was kept last.</summary>
    public void Kill()
    {
        inbox.Post(() =>
        {
            while (_late.TryPeek(out var first) && first.Intent.DecidedAfter < _last)
            {
                Say(_late.Dequeue().Intent);
            }

            _late.Clear();
            _rules = null;
        });
        inbox.Post(SwapNow, new RulesLoaded(Rules.Report.Rules), "rules");
    }

    /// <summary>Has what rules remember written down, as the rule service does each minute and at the end.</summary>
    public void Keep() => inbox.Post(() =>
    {
        if (_rules is not null)
        {
            inbox.Post(_rules.Remembered, "rules");
        }
    });

    public void Send(long sequence, ReadOnlyMemory<byte> line)
    {
        (_seen, _last) = (_seen + 1, sequence);
        _recent.Add(sequence, line.Span);
        if (_rules is null)
        {
            return;
        }

        foreach (var said in _rules.Now(Read(line)))
        {
            _lastDue = Math.Max(_lastDue, _seen + random.Next(4));
            _late.Enqueue((_lastDue, Assert.IsType<IntentProposed>(said)));
        }

        Answer(_seen);
    }

    public void Flush()
    {
    }

    /// <summary>Everything that is left to say.</summary>
    public void AnswerAll() => inbox.Post(() => Answer(int.MaxValue));

    private void Answer(int until)
    {
        while (_late.TryPeek(out var first) && first.Due <= until)
        {
            Say(_late.Dequeue().Intent);
        }
    }

    private void Say(IntentProposed intent) => inbox.Post(intent, "rules", intent.DecidedAfter);

    private void SwapNow()
    {
        Answer(int.MaxValue);
        _rules = Rules;
        _rules.Start();
        var told = RuleHandOver<ReadOnlyMemory<byte>>.Of(
            [.. board.Standing().Select(s => (s.Sequence, s.Event, s.Line))], [.. _recent.All().Select(l => (l.Sequence, l.Line))]);
        if (told.State is { } state)
        {
            _rules.TakeState(state);
        }

        foreach (var line in told.Past)
        {
            _rules.Past(Read(line));
        }

        inbox.Post(new ClockTick(), "rules");
    }

    private JournalRecord Read(ReadOnlyMemory<byte> line)
    {
        Assert.True(_lines.TryDecode(line.ToArray(), out var record, out var fault), fault?.ToString());
        return record;
    }
}
