using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>
/// Runs rules over past events with nothing carried out, each in a session of its own: whatever goes wrong, in a condition or
/// in an action, the page of the running rule tells over which.
/// </summary>
internal sealed class Trial : IFactSink, IIntentSink
{
    private readonly LoadedRules _loaded;
    private readonly RunningRule? _running;
    private readonly List<Stage> _stages = [];
    private readonly Dictionary<string, RuleProblem> _problems = new(StringComparer.Ordinal);
    private readonly WorkingMemory _memory;
    private long _intents;

    public Trial(LoadedRules loaded, TrialOrder order, RunningRule? running)
    {
        (_loaded, _running) = (loaded, running);
        _memory = new WorkingMemory(this);
        var wanted = order.Rules.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < loaded.Rules.Count; i++)
        {
            if (wanted.Contains(loaded.Rules[i].Definition.Name))
            {
                _stages.Add(NewStage(loaded.Rules[i], i + 1));
            }
        }
    }

    public TrialReport Report => new([.. _problems.Values], _intents);

    /// <param name="fires">False of what is history to the trial itself.</param>
    public void Apply(JournalRecord record, bool fires)
    {
        On(s =>
        {
            if (fires)
            {
                s.Facts.Session.FireUntil(record.At);
            }
            else
            {
                s.Facts.Session.AdvanceTo(record.At);
            }
        });
        _memory.Apply(record.Event);
        if (fires)
        {
            On(s => s.Facts.Session.Fire());
        }
    }

    public void Set<T>(T fact)
        where T : class, IFact => On(s => s.Facts.Set(fact));

    public void Remove<T>(string key)
        where T : class, IFact => On(s => s.Facts.Remove<T>(key));

    void IIntentSink.Accept(Intent intent, IMatch match) => _intents++;

    private void On(Action<Stage> act)
    {
        foreach (var stage in _stages)
        {
            _running?.Begin(stage.Number);
            try
            {
                act(stage);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Note(stage.Rule, e, "failed over recent events");
            }
        }

        _running?.End();
    }

    private Stage NewStage(LoadedRule rule, int number)
    {
        _running?.Begin(number);
        var session = RuleSet.Compile([rule.Definition]).CreateSession(new SessionOptions { Intents = this });
        session.Faulted += fault =>
        {
            if (fault.Cause is OutOfMemoryException)
            {
                throw fault.Cause;
            }

            Note(rule, fault.Cause ?? new InvalidOperationException(fault.Message), $"failed over recent events, in {RuleHost.Name(fault.Where)}");
        };
        return new Stage(rule, number, new SessionFacts(session));
    }

    private void Note(LoadedRule rule, Exception exception, string failure) =>
        _problems.TryAdd(rule.Definition.Name, _loaded.Describe(rule, exception, failure));

    private sealed record Stage(LoadedRule Rule, int Number, SessionFacts Facts);
}
