using System.Linq.Expressions;
using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>Decides by which property each pattern is found.</summary>
internal static class TypeTableBuilder
{
    /// <summary>Below this, testing each is cheaper than searching.</summary>
    private const int WorthAList = 16;

    public static (PatternGroup Root, Discriminator[] Discriminators) Build(PatternPlan[] patterns)
    {
        var candidates = patterns.Select((p, bit) => new Candidate(p, bit, [.. p.Terms.Select(Term.Of)])).ToList();
        var uses = candidates
            .SelectMany(c => c.Terms.Where(t => t.Constant is not null && t.Operator == ExpressionType.Equal))
            .GroupBy(t => t.Member!.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var byProperty = candidates.ToLookup(c => c.Discriminate(uses)?.Member!.Name ?? "", StringComparer.Ordinal);
        var root = Group(byProperty[""]);
        return (root, [.. byProperty.Where(g => g.Key.Length > 0).Select(g => Discriminate([.. g]))]);
    }

    private static Discriminator Discriminate(List<Candidate> candidates)
    {
        var first = candidates[0].By!;
        return first.IsText
            ? new Discriminator<string>(first.Getter<string>(), ByConstant<string>(candidates))
            : new Discriminator<long>(first.Getter<long>(), ByConstant<long>(candidates));
    }

    private static Dictionary<TKey, PatternGroup> ByConstant<TKey>(List<Candidate> candidates)
        where TKey : notnull =>
        candidates.GroupBy(c => (TKey)c.By!.Constant!).ToDictionary(g => g.Key, g => Group(g));

    private static PatternGroup Group(IEnumerable<Candidate> candidates)
    {
        var plain = new List<Candidate>();
        var lists = new List<ThresholdList>();
        foreach (var group in candidates.GroupBy(c => c.Bound() is { } t ? (t.Member!.Name, t.Operator, t.Kind) : ("", default, null)))
        {
            if (group.Key.Item1.Length > 0 && group.Count() > WorthAList)
            {
                lists.Add(group.Key.Kind == typeof(long) ? List<long>([.. group]) : List<double>([.. group]));
            }
            else
            {
                plain.AddRange(group);
            }
        }

        plain.Sort((a, b) => a.Bit.CompareTo(b.Bit));
        return new PatternGroup([.. plain.Select(c => c.Bit)], [.. plain.Select(c => c.Rest(null))], [.. lists]);
    }

    private static ThresholdList<T> List<T>(List<Candidate> candidates)
        where T : struct, IComparable<T>
    {
        var first = candidates[0].Bound()!;
        return new ThresholdList<T>(first.Getter<T>(), first.Operator, candidates.Select(c => ((T)c.Bound()!.Constant!, c.Bit, c.Rest(c.Bound()))));
    }

    private sealed class Candidate(PatternPlan pattern, int bit, IReadOnlyList<Term> terms)
    {
        public int Bit => bit;

        public IReadOnlyList<Term> Terms => terms;

        public Term? By { get; private set; }

        public Term? Discriminate(Dictionary<string, int> uses) => By = terms
            .Where(t => t.Constant is not null && t.Operator == ExpressionType.Equal)
            .MaxBy(t => uses[t.Member!.Name]);

        public Term? Bound() => terms.FirstOrDefault(t => t != By && t.Constant is not null && t.Operator != ExpressionType.Equal);

        /// <summary>What remains to be tested when the constant and the bound are known to be met.</summary>
        public Func<object, bool>? Rest(Term? bound) =>
            pattern.Compile([.. terms.Where(t => t != By && t != bound).Select(t => t.Lambda)]);
    }
}
