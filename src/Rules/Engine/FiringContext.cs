using EventOps.Rules.Engine.Network;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>What an action sees. One for the session: valid while the action runs.</summary>
internal sealed class FiringContext(Session session) : IContext, IMatch
{
    private RuleState _rule = null!;
    private JoinTuple? _tuple;
    private FactEntry? _entry;
    private int _bit;

    public IRuleDefinition Rule => _rule.Plan.Definition;

    public IMatch Match => this;

    public MatchTrigger Trigger { get; private set; }

    public CancellationToken CancellationToken => session.Options.Stopping;

    public DateTimeOffset Now => session.Now;

    public IEnumerable<IFactMatch> Facts
    {
        get
        {
            var entries = _entry is not null ? [(_entry.Table.Patterns[_bit].Slot, _entry.Fact)] : _tuple is null ? [] : Slots();
            return [.. entries.OrderBy(s => s.Slot).Select(s => new FactMatch(_rule.Plan.SlotNames[s.Slot], s.Value))];
        }
    }

    public void Begin(RuleState rule, MatchTrigger trigger, JoinTuple? tuple, FactEntry? entry, int bit)
    {
        _rule = rule;
        Trigger = trigger;
        _tuple = tuple;
        _entry = entry;
        _bit = bit;
    }

    public void Halt() => session.Halt();

    public void Insert(object fact) => session.Insert(fact);

    public void InsertAll(IEnumerable<object> facts) => session.InsertAll(facts);

    public bool TryInsert(object fact) => session.TryInsert(fact);

    public void Update(object fact) => session.Update(fact);

    public void UpdateAll(IEnumerable<object> facts) => session.UpdateAll(facts);

    public bool TryUpdate(object fact) => session.TryUpdate(fact);

    public void Retract(object fact) => session.Retract(fact);

    public void RetractAll(IEnumerable<object> facts) => session.RetractAll(facts);

    public bool TryRetract(object fact) => session.TryRetract(fact);

    public IEnumerable<object> GetLinkedKeys() => Links(make: false) is { } links ? [.. links.Keys] : [];

    public object? GetLinked(object key) => Links(make: false) is { } links && links.TryGetValue(key, out var entry) ? entry.Fact : null;

    public void InsertLinked(object key, object fact)
    {
        var links = Links(make: true)!;
        if (links.ContainsKey(key))
        {
            throw new ArgumentException($"InsertLinked: this match holds a fact under the key {key} already; update it", nameof(key));
        }

        links[key] = session.Core.Support(fact);
    }

    public void InsertAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => Each(keyedFacts, InsertLinked);

    public void UpdateLinked(object key, object fact)
    {
        var links = Links(make: true)!;
        if (!links.TryGetValue(key, out var entry))
        {
            throw new ArgumentException($"UpdateLinked: this match holds no fact under the key {key}", nameof(key));
        }

        links[key] = session.Core.Resupport(entry, fact);
    }

    public void UpdateAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => Each(keyedFacts, UpdateLinked);

    public void RetractLinked(object key, object fact)
    {
        if (Links(make: false) is not { } links || !links.Remove(key, out var entry))
        {
            throw new ArgumentException($"RetractLinked: this match holds no fact under the key {key}", nameof(key));
        }

        session.Core.ReleaseOne(entry);
    }

    public void RetractAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => Each(keyedFacts, RetractLinked);

    public object Resolve(Type serviceType)
    {
        if (serviceType == typeof(IIntentSink) && session.Options.Intents is { } intents)
        {
            return intents;
        }

        return session.Options.Services?.Invoke(serviceType)
            ?? throw new InvalidOperationException($"Resolve: there is no {serviceType.Name}; give the session one in its options");
    }

    /// <summary>The facts that this match yields, by action.</summary>
    public FactEntry?[] Yields() =>
        _tuple is null ? throw new InvalidOperationException("a match that is gone cannot hold facts up")
        : MatchSink.StateOf(_tuple).Yields ??= new FactEntry?[_rule.Plan.Actions.Count];

    private static void Each(IEnumerable<KeyValuePair<object, object>> keyedFacts, Action<object, object> change)
    {
        foreach (var (key, fact) in keyedFacts)
        {
            change(key, fact);
        }
    }

    private List<(int Slot, object Value)> Slots()
    {
        var slots = new List<(int, object)>();
        for (var i = 0; i < _tuple!.Join.Width; i++)
        {
            slots.AddRange(_tuple[i].Input.Plan.Slots.Select(s => (s, _rule.FireValues[s]!)));
        }

        return slots;
    }

    private Dictionary<object, FactEntry>? Links(bool make)
    {
        if (_tuple is not null)
        {
            return make ? MatchSink.StateOf(_tuple).Links ??= [] : (_tuple.State as MatchState)?.Links;
        }

        if (_entry is null)
        {
            return make ? throw new InvalidOperationException("a match that is gone cannot hold facts up") : null;
        }

        if (session.Core.SingleLinks.TryGetValue((_entry, _bit), out var known) || !make)
        {
            return known?.Links;
        }

        _entry.HasLinks = true;
        return (session.Core.SingleLinks[(_entry, _bit)] = new MatchState { Links = [] }).Links;
    }
}
