namespace EventOps.Rules.Engine;

/// <summary>The working memory and the agenda of one set of rules. Not thread-safe: one loop owns it.</summary>
public sealed class Session
{
    private readonly Dictionary<object, object> _facts = [];
    private readonly List<SimpleRule> _rules = [];
    private bool _halted;

    internal Session(RuleSet rules, SessionOptions options)
    {
        Rules = rules;
        Options = options;
        Now = options.Start;
        _rules.AddRange(rules.Rules.Select(r => new SimpleRule(r)));
    }

    public RuleSet Rules { get; }

    public SessionOptions Options { get; }

    /// <summary>The event stream's time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When time alone may next make something fire; null when nothing waits for time.</summary>
    public DateTimeOffset? NextDue { get; }

    /// <summary>Moves the event stream's time. Never back: an earlier time is ignored.</summary>
    public void AdvanceTo(DateTimeOffset time) => Now = time > Now ? time : Now;

    /// <exception cref="ArgumentException">The fact is known already.</exception>
    public void Insert(object fact)
    {
        if (!TryInsert(fact))
        {
            throw new ArgumentException($"Insert: the fact {fact} is known already; update it", nameof(fact));
        }
    }

    public bool TryInsert(object fact)
    {
        if (!_facts.TryAdd(IdentityOf(fact), fact))
        {
            return false;
        }

        Touch(fact, fact);
        return true;
    }

    /// <summary>Inserts the fact, or updates the one of its identity.</summary>
    public void Upsert(object fact)
    {
        if (!TryUpdate(fact))
        {
            Insert(fact);
        }
    }

    /// <exception cref="ArgumentException">The fact is not known.</exception>
    public void Update(object fact)
    {
        if (!TryUpdate(fact))
        {
            throw new ArgumentException($"Update: the fact {fact} is not known; insert it", nameof(fact));
        }
    }

    public bool TryUpdate(object fact)
    {
        var identity = IdentityOf(fact);
        if (!_facts.TryGetValue(identity, out var old))
        {
            return false;
        }

        _facts[identity] = fact;
        if (Options.Mode == SessionMode.Strict || !old.Equals(fact))
        {
            Touch(fact, old);
        }

        return true;
    }

    /// <exception cref="ArgumentException">The fact is not known.</exception>
    public void Retract(object fact)
    {
        if (!TryRetract(fact))
        {
            throw new ArgumentException($"Retract: the fact {fact} is not known", nameof(fact));
        }
    }

    public bool TryRetract(object fact)
    {
        if (!_facts.Remove(IdentityOf(fact), out var old))
        {
            return false;
        }

        foreach (var rule in _rules)
        {
            rule.Ready.RemoveAll(m => m.Contains(old));
        }

        return true;
    }

    /// <summary>Facts of the type, or of a subtype.</summary>
    public IEnumerable<T> Query<T>() => _facts.Values.OfType<T>();

    /// <summary>Runs what is ready, at most <paramref name="max"/> firings.</summary>
    /// <returns>How many rules fired.</returns>
    public int Fire(int max = int.MaxValue)
    {
        _halted = false;
        var fired = 0;
        while (fired < max && !_halted && _rules.Where(r => r.Ready.Count > 0).MaxBy(r => r.Definition.Priority) is { } rule)
        {
            var match = rule.Ready[0];
            rule.Ready.RemoveAt(0);
            rule.Run(new SimpleContext(this, rule, match), match);
            fired++;
        }

        return fired;
    }

    internal void Halt() => _halted = true;

    private static object IdentityOf(object fact) => fact is Model.IFact known ? (fact.GetType(), known.Key) : fact;

    private void Touch(object fact, object old)
    {
        foreach (var rule in _rules)
        {
            rule.Ready.RemoveAll(m => m.Contains(old));
            rule.Match([.. _facts.Values], fact);
        }
    }
}
