namespace EventOps.Rules.Engine.Network;

/// <summary>Takes changes of facts through patterns and joins to the agenda.</summary>
internal sealed partial class SessionCore
{
    /// <summary>Entries of one type kept to be used again.</summary>
    private const int MostFree = 256;

    private readonly RuleSet _rules;
    private readonly bool _strict;
    private readonly InputState?[] _inputs;
    private readonly RuleState[] _ruleOf;
    private readonly List<(Item Item, bool Added)> _touched = [];
    private readonly List<Item> _removed = [];
    private readonly Queue<Item> _dirty = [];
    private readonly Queue<MatchState> _unlinked = [];
    private ulong[] _bits = new ulong[4];
    private TypeTable? _lastTable;
    private int _stamp;
    private FactEntry? _free;
    private int _freeCount;

    public SessionCore(RuleSet rules, bool strict, DateTimeOffset start)
    {
        Timeline.Now = start.UtcTicks;
        _rules = rules;
        _strict = strict;
        Watch = rules.Watch;
        Agenda = new Agenda(rules.Plans.Select(p => p.Definition.Priority));
        Rules = [.. rules.Plans.Select(p => new RuleState(p, Array.IndexOf(Agenda.Priorities, p.Definition.Priority)))];
        foreach (var rule in Rules)
        {
            rule.Branches = [.. rule.Plan.Branches.Select(b => new BranchState(rule, b, this))];
        }

        _ruleOf = [.. rules.Patterns.Select(p => Rules[p.Rule.Order])];
        _inputs = [.. rules.Patterns.Select(p => p.IsSingle ? null : Rules[p.Rule.Order].Branches[p.Branch].Inputs[p.Input])];
    }

    public IRuleWatch? Watch { get; }

    public RuleState[] Rules { get; }

    public Agenda Agenda { get; }

    public Time.Timeline Timeline { get; } = new();

    public FactTable Facts { get; } = new();

    /// <summary>Facts that single matches hold up.</summary>
    public Dictionary<(FactEntry, int), MatchState> SingleLinks { get; } = [];

    /// <summary>Told of a condition that threw.</summary>
    public Action<RuleState, Exception>? OnConditionFailed { get; set; }

    public void Start()
    {
        foreach (var rule in Rules)
        {
            Array.ForEach(rule.Branches, b => b.Start());
        }

        Settle();
    }

    public TypeTable TableOf(object fact)
    {
        var type = fact.GetType();
        return _lastTable is { } last && last.Type == type ? last : _lastTable = _rules.TableOf(type);
    }

    public FactEntry? Find(object fact)
    {
        var table = TableOf(fact);
        return Facts.Find(table, fact, table.Identity.Hash(fact));
    }

    public FactEntry Insert(object fact, int supports = 0)
    {
        var table = TableOf(fact);
        var hash = table.Identity.Hash(fact);
        var entry = Reuse(table) ?? new FactEntry(table);
        (entry.Fact, entry.Hash, entry.Supports) = (fact, hash, supports);
        Facts.Add(entry);
        Evaluate(entry);
        return entry;
    }

    /// <summary>The fact has changed, or another record stands for it now.</summary>
    public void Update(FactEntry entry, object fact)
    {
        entry.Fact = fact;
        Evaluate(entry);
    }

    /// <summary>Another value stands for the fact, perhaps under another identity.</summary>
    public void Replace(FactEntry entry, object fact)
    {
        var hash = entry.Table.Identity.Hash(fact);
        if (hash != entry.Hash)
        {
            Facts.Rehash(entry, hash);
        }

        Update(entry, fact);
    }

    public void Retract(FactEntry entry)
    {
        entry.IsRetracted = true;
        Facts.Remove(entry);
        Array.Clear(_bits, 0, Math.Min(_bits.Length, entry.Table.Words));
        var idle = entry.Items is null && !IsFiring && !entry.HasLinks && entry.IsQuiet;
        Apply(entry, _bits);
        if (idle && (_freeCount < MostFree || entry.Table != _free?.Table))
        {
            _freeCount = entry.Table == _free?.Table ? _freeCount + 1 : 1;
            entry.Content = _freeCount == 1 ? null : _free;
            _free = entry;
        }
    }

    /// <summary>An action runs: it may still look at facts that it retracts.</summary>
    public bool IsFiring { get; set; }

    /// <summary>The fact was seen again as it was: only time operators take note.</summary>
    public void Observe(FactEntry entry)
    {
        for (var item = entry.Items; item is not null; item = item.NextOfFact)
        {
            item.Input.Seen(item);
        }

        Settle();
    }

    public int NextStamp() => ++_stamp;

    public void MarkDirty(Item item)
    {
        if (!item.IsDirty)
        {
            item.IsDirty = true;
            _dirty.Enqueue(item);
        }
    }

    public void ConditionFailed(RuleState rule, Exception e)
    {
        if (_strict)
        {
            throw new RuleConditionException(rule.Plan.Definition.Name, e);
        }

        OnConditionFailed?.Invoke(rule, e);
    }

    /// <summary>Carries query results on and takes facts away whose cause is gone, until nothing is left to do.</summary>
    public void Settle()
    {
        while (_dirty.Count > 0 || _unlinked.Count > 0)
        {
            while (_dirty.TryDequeue(out var item))
            {
                Announce(item);
            }

            if (_unlinked.TryDequeue(out var state))
            {
                Release(state);
            }
        }

        if (IsFiring && Watch is not null && Agenda.Cause is { } firing)
        {
            // Back in the action that made the change.
            Watch.Begins(firing.Plan.Order);
        }
    }

    /// <summary>The entry of a fact that has gone, such as the event before: nothing refers to it.</summary>
    private FactEntry? Reuse(TypeTable table)
    {
        if (_free is not { } entry || entry.Table != table)
        {
            return null;
        }

        _free = (FactEntry?)entry.Content;
        _freeCount--;
        entry.IsRetracted = false;
        return entry;
    }

    private static void Announce(Item item)
    {
        item.IsDirty = false;
        if (item.IsGone)
        {
            return;
        }

        if (!item.IsAnnounced)
        {
            item.IsAnnounced = true;
            item.Input.Added(item);
            return;
        }

        item.Input.Reindex(item);
        item.Input.Updated(item);
    }
}
