using System.Globalization;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Engine.Random;

/// <summary>Each rule with its twin for the slow engine.</summary>
public static class Twins
{
    public static (Rule Rule, ReferenceRule Twin) Make(int kind, string n, List<string> log, string c, int t) => kind switch
    {
        0 => (new One(n, log, c, t), Of(n, (p, _) => from x in p where x.K == c && x.V > t select new Node[] { x })),
        1 => (new Pair(n, log, t), Of(n, (p, q) => from x in p from y in q where x.K == y.K && x.V + y.V > t select new Node[] { x, y })),
        2 => (new Unkeyed(n, log), Of(n, (p, q) => from x in p from y in q where y.V < x.V select new Node[] { x, y })),
        3 => (new KeyOnly(n, log, t), Of(n, (p, q) => from x in p from y in q where x.V >= t && x.K == y.K select new Node[] { x, y })),
        4 => (new Self(n, log), Of(n, (p, _) => from x in p from y in p where x.K == y.K && x.V <= y.V select new Node[] { x, y }, once: true)),
        5 => (new Three(n, log), Of(n, (p, q) => from x in p from y in q from z in p where x.K == y.K && z.V == y.V select new Node[] { x, y, z })),
        6 => (new Without(n, log), Of(n, (p, q) => from x in p where !q.Any(y => y.K == x.K && y.V > x.V) select new Node[] { x })),
        7 => (new With(n, log, t), Of(n, (p, q) => from x in p where q.Any(y => y.K == x.K && y.V > t) select new Node[] { x })),
        8 => (new Gate(n, log, t), Of(n, (p, q) => from x in p where !q.Any(y => y.V > t) && p.All(y => y.V < t + 4) select new Node[] { x })),
        9 => (new Groups(n, log, 1 + (t % 3)), GroupsTwin(n, 1 + (t % 3))),
        10 => (new Collected(n, log, t), CollectedTwin(n, t)),
        11 => (new Either(n, log, c, t), EitherTwin(n, c, t)),
        _ => (new Computed(n, log, t), ComputedTwin(n, t)),
    };

    private static ReferenceRule Of(string name, Func<P[], Q[], IEnumerable<Node[]>> tuples, bool once = false) =>
        new(facts => tuples([.. facts.OfType<P>()], [.. facts.OfType<Q>()]).Select(t => Plain(name, t)), once);

    private static ReferenceMatch Plain(string name, Node[] facts, string more = "", string key = "")
    {
        var ids = string.Join(',', facts.Select(f => f.Id));
        return new ReferenceMatch(key + ids, $"{name}({ids}{more})", change => facts.Contains(change.Fact));
    }

    private static ReferenceRule EitherTwin(string name, string c, int t) => new(facts =>
        facts.OfType<P>().Where(p => p.V > t).Select(p => Plain(name, [p], key: "1"))
            .Concat(facts.OfType<P>().Where(p => p.K == c).Select(p => Plain(name, [p], key: "2"))));

    private static ReferenceRule ComputedTwin(string name, int t) => new(facts =>
        from p in facts.OfType<P>()
        from q in facts.OfType<Q>()
        where p.K == q.K && p.V + q.V > t
        select Plain(name, [p, q], "," + (p.V + q.V).ToString(CultureInfo.InvariantCulture)));

    private static ReferenceRule GroupsTwin(string name, int n) => new(facts =>
        from g in facts.OfType<P>().GroupBy(p => p.K)
        where g.Count() >= n
        select new ReferenceMatch(g.Key, $"{name}({g.Key},{Ids(g)})", c => c.Fact is P && (c.Fact.K == g.Key || c.OldK == g.Key)));

    private static ReferenceRule CollectedTwin(string name, int t) => new(facts =>
        from q in facts.OfType<Q>()
        let members = facts.OfType<P>().Where(p => p.K == q.K && p.V > t).ToList()
        select new ReferenceMatch(q.Id, $"{name}({q.Id},{Ids(members)})", c =>
            c.Fact == q || (c.Fact is P p && (members.Contains(p) || (c.OldK == q.K && c.OldV > t)))));

    private static string Ids(IEnumerable<Node> nodes) => string.Join('+', nodes.Select(p => p.Id).Order(StringComparer.Ordinal));
}
