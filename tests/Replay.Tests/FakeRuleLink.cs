using EventOps.Host.Pipeline;
using EventOps.Host.Replay;
using EventOps.Host.RuleProcess;
using EventOps.Journal;

namespace EventOps.Replay.Tests;

/// <summary>
/// A rule process as the pipeline sees it, without the process: swapped in as the rule service does, answering late by a random
/// number of events, in order.
/// </summary>
internal sealed class FakeRuleLink(Inbox inbox, EventBoard board, Random random) : IRuleLink
{
    private static readonly Lazy<IReadOnlyList<RuleSummary>> Loaded = new(() => new ReplayRules(StockRules.Manifest).Report.Rules);

    private readonly JournalLine _lines = new();
    private readonly Queue<(int Due, IntentProposed Intent)> _late = new();
    private ReplayRules? _rules;
    private int _seen;
    private int _lastDue;

    public void Park(string rule, string reason) => Assert.Fail($"{rule} is parked: {reason}");

    public void SwapIn() => inbox.Post(SwapNow, new RulesLoaded(Loaded.Value), "rules");

    public void Send(long sequence, ReadOnlyMemory<byte> line)
    {
        _seen++;
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
            _late.Dequeue();
            inbox.Post(first.Intent, "rules", first.Intent.DecidedAfter);
        }
    }

    private void SwapNow()
    {
        Answer(int.MaxValue);
        _rules = new ReplayRules(StockRules.Manifest);
        foreach (var standing in board.Standing().Where(s => EventKinds.IsForRules(s.Event)))
        {
            _rules.Past(Read(standing.Line));
        }

        inbox.Post(new ClockTick(), "rules");
    }

    private JournalRecord Read(ReadOnlyMemory<byte> line)
    {
        Assert.True(_lines.TryDecode(line.ToArray(), out var record, out var fault), fault?.ToString());
        return record;
    }
}
