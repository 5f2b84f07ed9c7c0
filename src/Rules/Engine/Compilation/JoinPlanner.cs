namespace EventOps.Rules.Engine.Compilation;

/// <summary>Decides in which order inputs are joined, and which equality serves as key at each step.</summary>
internal static class JoinPlanner
{
    public static JoinPlan Plan(IReadOnlyList<InputPlan> inputs, IReadOnlyList<Condition> conditions, IReadOnlyList<QuantifierSource> quantifiers)
    {
        var cache = new TestCache();
        return new JoinPlan
        {
            Inputs = inputs,
            Seeds = [.. inputs.Select((_, seed) => PlanSeed(inputs, conditions, seed, cache))],
            FullTest = cache.Test(conditions),
            Quantifiers = [.. quantifiers.Select(q => PlanQuantifier(inputs, q, cache))],
        };
    }

    private static SeedPlan PlanSeed(IReadOnlyList<InputPlan> inputs, IReadOnlyList<Condition> conditions, int seed, TestCache cache)
    {
        var bound = new HashSet<int>(inputs[seed].Slots);
        var open = conditions.ToList();
        var own = Take(open, bound);
        var remaining = Enumerable.Range(0, inputs.Count).Where(i => i != seed).ToList();
        var steps = new List<StepPlan>();
        var onlyKeys = inputs.Count == 2;
        while (remaining.Count > 0)
        {
            var (next, key, condition) = Choose(inputs, remaining, open, bound);
            remaining.Remove(next);
            bound.UnionWith(inputs[next].Slots);
            var index = key is null ? inputs[next].Scan() : inputs[next].Index(key.Value.Item.Body);
            ProbePlan probe = key is null ? ScanProbe.Instance : ProbePlan.Of(key.Value.Probe.Body);
            open.Remove(condition!);
            var residual = cache.Test(Take(open, bound));
            onlyKeys &= key is not null && residual is null;
            steps.Add(new StepPlan(next, index.Ordinal, probe, residual));
        }

        return new SeedPlan(cache.Test(own), steps, onlyKeys && own.Count == 0);
    }

    private static (int Input, (KeySide Item, KeySide Probe)? Key, Condition? Condition) Choose(
        IReadOnlyList<InputPlan> inputs, List<int> remaining, List<Condition> open, HashSet<int> bound)
    {
        foreach (var input in remaining)
        {
            foreach (var condition in open)
            {
                if (KeyOf(condition, new HashSet<int>(inputs[input].Slots), bound) is { } key)
                {
                    return (input, key, condition);
                }
            }
        }

        return (remaining[0], null, null);
    }

    private static (KeySide Item, KeySide Probe)? KeyOf(Condition condition, HashSet<int> item, HashSet<int> bound) =>
        condition.Keys is not { } keys ? null
        : keys.Left.Reads.IsSubsetOf(item) && keys.Right.Reads.IsSubsetOf(bound) ? (keys.Left, keys.Right)
        : keys.Right.Reads.IsSubsetOf(item) && keys.Left.Reads.IsSubsetOf(bound) ? (keys.Right, keys.Left)
        : null;

    private static List<Condition> Take(List<Condition> open, HashSet<int> bound)
    {
        var ready = open.FindAll(c => c.Reads.IsSubsetOf(bound));
        open.RemoveAll(ready.Contains);
        return ready;
    }

    private static QuantifierPlan PlanQuantifier(IReadOnlyList<InputPlan> inputs, QuantifierSource source, TestCache cache)
    {
        var own = new HashSet<int> { source.Slot };
        var others = new HashSet<int>(inputs.SelectMany(i => i.Slots));
        var isGate = source.Conditions.All(c => c.Reads.IsSubsetOf(own));
        foreach (var condition in source.Conditions)
        {
            if (KeyOf(condition, own, others) is not { } key || inputs.ToList().FindIndex(i => key.Probe.Reads.IsSubsetOf(i.Slots)) is not (>= 0 and var left))
            {
                continue;
            }

            var rest = source.Conditions.Where(c => c != condition).ToList();
            return new QuantifierPlan(
                source.Wanted, source.Input, source.Slot, source.Input.Index(key.Item.Body).Ordinal, ProbePlan.Of(key.Probe.Body), cache.Test(rest),
                left, inputs[left].Index(key.Probe.Body).Ordinal, ProbePlan.Of(key.Item.Body), IsGate: false);
        }

        var leftScan = inputs.Count == 0 ? -1 : inputs[0].Scan().Ordinal;
        return new QuantifierPlan(
            source.Wanted, source.Input, source.Slot, source.Input.Scan().Ordinal, ScanProbe.Instance, cache.Test(source.Conditions),
            inputs.Count == 0 ? -1 : 0, leftScan, ScanProbe.Instance, isGate);
    }

    /// <summary>The same conditions serve several seeds: compiled once.</summary>
    private sealed class TestCache
    {
        private readonly List<(IReadOnlyList<Condition> Conditions, Func<object?[], bool>? Test)> _known = [];

        public Func<object?[], bool>? Test(IReadOnlyList<Condition> conditions)
        {
            foreach (var (known, test) in _known)
            {
                if (known.SequenceEqual(conditions, ReferenceEqualityComparer.Instance))
                {
                    return test;
                }
            }

            var compiled = Condition.Compile(conditions);
            _known.Add((conditions, compiled));
            return compiled;
        }
    }
}

/// <summary>A quantifier before its place in a join is decided.</summary>
internal sealed record QuantifierSource(bool Wanted, InputPlan Input, int Slot, IReadOnlyList<Condition> Conditions);
