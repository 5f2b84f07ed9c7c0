using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine;

/// <summary>The working memory and the agenda of one set of rules. Not thread-safe: one loop owns it.</summary>
public sealed partial class Session
{
    private readonly SessionCore _core;
    private readonly bool _strict;

    internal Session(RuleSet rules, SessionOptions options)
    {
        Rules = rules;
        Options = options;
        _strict = options.Mode == SessionMode.Strict;
        _core = new SessionCore(rules, _strict, options.Start) { OnConditionFailed = TellConditionFailed };
        _context = new FiringContext(this);
        _core.Start();
    }

    /// <summary>A rule failed. In safe mode only: strict sessions throw.</summary>
    public event Action<RuleFault>? Faulted;

    public RuleSet Rules { get; }

    public SessionOptions Options { get; }

    /// <summary>How many facts there are, linked ones included.</summary>
    public int FactCount => _core.Facts.Count;

    internal SessionCore Core => _core;

    /// <exception cref="ArgumentException">The fact is known already.</exception>
    /// <exception cref="RuleConditionException">Strict mode: a condition threw. The fact stays.</exception>
    public void Insert(object fact)
    {
        if (!TryInsert(fact))
        {
            throw new ArgumentException($"Insert: the fact {fact} is known already; update it", nameof(fact));
        }
    }

    /// <returns>False when the fact is known already.</returns>
    public bool TryInsert(object fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (_core.Find(fact) is not null)
        {
            return false;
        }

        _core.Insert(fact);
        return true;
    }

    /// <summary>Inserts all, or none when one is known already.</summary>
    public void InsertAll(IEnumerable<object> facts)
    {
        if (!TryInsertAll(facts))
        {
            throw new ArgumentException("InsertAll: a fact is known already; none was inserted", nameof(facts));
        }
    }

    public bool TryInsertAll(IEnumerable<object> facts) => ForAll(facts, known: false, Insert);

    /// <summary>Inserts the fact, or updates the one of its identity.</summary>
    public void Upsert(object fact)
    {
        if (!TryUpdate(fact))
        {
            Insert(fact);
        }
    }

    /// <exception cref="ArgumentException">The fact is not known, or a match holds it up.</exception>
    public void Update(object fact)
    {
        if (!TryUpdate(fact))
        {
            throw new ArgumentException($"Update: the fact {fact} is not known; insert it", nameof(fact));
        }
    }

    /// <summary>Puts the fact in the place of the one of its identity. In safe mode a record that equals it changes nothing.</summary>
    /// <returns>False when the fact is not known.</returns>
    /// <exception cref="ArgumentException">A match holds the fact up.</exception>
    public bool TryUpdate(object fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (_core.Find(fact) is not { } entry)
        {
            return false;
        }

        ThrowIfLinked(entry, "Update");
        if (_strict || ReferenceEquals(entry.Fact, fact) || !entry.Fact.Equals(fact))
        {
            _core.Update(entry, fact);
        }
        else
        {
            _core.Observe(entry);
        }

        return true;
    }

    public void UpdateAll(IEnumerable<object> facts)
    {
        if (!TryUpdateAll(facts))
        {
            throw new ArgumentException("UpdateAll: a fact is not known; none was updated", nameof(facts));
        }
    }

    public bool TryUpdateAll(IEnumerable<object> facts) => ForAll(facts, known: true, Update);

    /// <exception cref="ArgumentException">The fact is not known, or a match holds it up.</exception>
    public void Retract(object fact)
    {
        if (!TryRetract(fact))
        {
            throw new ArgumentException($"Retract: the fact {fact} is not known", nameof(fact));
        }
    }

    /// <returns>False when the fact is not known.</returns>
    /// <exception cref="ArgumentException">A match holds the fact up.</exception>
    public bool TryRetract(object fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (_core.Find(fact) is not { } entry)
        {
            return false;
        }

        ThrowIfLinked(entry, "Retract");
        _core.Retract(entry);
        return true;
    }

    public void RetractAll(IEnumerable<object> facts)
    {
        if (!TryRetractAll(facts))
        {
            throw new ArgumentException("RetractAll: a fact is not known; none was retracted", nameof(facts));
        }
    }

    public bool TryRetractAll(IEnumerable<object> facts) => ForAll(facts, known: true, Retract);

    /// <summary>Facts of the type, or of a subtype, in the order they came.</summary>
    public IEnumerable<T> Query<T>() => _core.Facts.Select(e => e.Fact).OfType<T>();

    private static void ThrowIfLinked(FactEntry entry, string operation)
    {
        if (entry.Supports > 0)
        {
            throw new ArgumentException($"{operation}: a rule yielded the fact {entry.Fact}; it changes and goes with its cause only");
        }
    }

    private bool ForAll(IEnumerable<object> facts, bool known, Action<object> change)
    {
        object[] all = [.. facts];
        if (Array.Exists(all, f => _core.Find(f) is not null != known))
        {
            return false;
        }

        Array.ForEach(all, change);
        return true;
    }

    private void TellConditionFailed(RuleState rule, Exception e)
    {
        if (!rule.HasToldFailure)
        {
            rule.HasToldFailure = true;
            Tell(new RuleFault(rule.Plan.Definition.Name, RuleFaultPlace.Condition, $"a condition failed and counts as not met: {e.Message}", IsParked: false, e));
        }
    }

    private void Tell(RuleFault fault) => Faulted?.Invoke(fault);
}
