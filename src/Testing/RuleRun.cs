using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Process;

namespace EventOps.Testing;

/// <summary>
/// Rules fed with events in this process, on virtual time: the same engine and the same way from events to facts as in the
/// daemon. A rule that throws ends the test.
/// </summary>
public sealed class RuleRun : IIntentSink, IFactSink
{
    private readonly Session _session;
    private readonly WorkingMemory _memory;
    private readonly Dictionary<(Type, string), IFact> _facts = [];
    private readonly List<RuleIntent> _intents = [];
    private long _sequence;

    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public RuleRun(RuleSet rules, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _session = rules.CreateSession(new SessionOptions { Intents = this, Start = start });
        _session.Faulted += fault => throw new RuleTestException($"rule '{fault.Rule}' failed in its {fault.Where}: {fault.Message}");
        _memory = new WorkingMemory(this);
        Now = start;
    }

    /// <summary>The event stream's time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>All that the rules wanted since the start, in order.</summary>
    public IReadOnlyList<RuleIntent> Intents => _intents;

    /// <summary>What is known now.</summary>
    public IReadOnlyCollection<IFact> Facts => _facts.Values;

    /// <summary>Called after each event, when rules have decided: what is known has settled.</summary>
    public event Action? Settled;

    /// <summary>History: makes facts, fires nothing.</summary>
    public void Remember(Event e) => Apply(e, null);

    /// <summary>Gives the rules an event that happens <see cref="Now"/>, or at its own time when that is later.</summary>
    public void See(Event e) => See(e, null);

    /// <param name="sequence">The event's place in a journal.</param>
    public void See(Event e, long? sequence)
    {
        Apply(e, sequence);
        _session.Fire();
        Settled?.Invoke();
    }

    /// <summary>Lets time pass; what waits for time fires when it is due.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (_session.NextDue is { } due && due <= until && due > Now)
        {
            Now = due;
            See(new ClockTick { At = due });
        }

        Now = until;
        See(new ClockTick { At = until });
    }

    void IIntentSink.Accept(Intent intent, IMatch match) => _intents.Add(new RuleIntent(Now, _sequence, match.Rule.Name, intent));

    void IFactSink.Set<T>(T fact)
    {
        _facts[(typeof(T), fact.Key)] = fact;
        _session.Upsert(fact);
    }

    void IFactSink.Remove<T>(string key)
    {
        if (_facts.Remove((typeof(T), key), out var fact))
        {
            _session.Retract(fact);
        }
    }

    private void Apply(Event e, long? sequence)
    {
        ArgumentNullException.ThrowIfNull(e);
        Now = e.At > Now ? e.At : Now;
        _sequence = sequence ?? _sequence + 1;
        _session.AdvanceTo(Now);
        _memory.Apply(e with { At = Now });
    }
}
