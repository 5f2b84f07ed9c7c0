using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Engine.Random;

/// <summary>Rules with random constants. Each has a twin in <see cref="Reference"/> that is evaluated anew after every change.</summary>
public abstract class Noting(string name, List<string> log) : Rule
{
    public override void Define()
    {
        Name(name);
        Say();
    }

    /// <summary>For actions: notes the rule and what it fired for.</summary>
    public void Note(params string[] ids) => log.Add($"{name}({string.Join(',', ids)})");

    protected abstract void Say();
}

public sealed class One(string name, List<string> log, string c, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        When().Match(() => p, x => x.K == c, x => x.V > t);
        Then().Do(_ => Note(p.Id));
    }
}

public sealed class Pair(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        Q q = default!;
        When().Match(() => p).Match(() => q, x => x.K == p.K, x => x.V + p.V > t);
        Then().Do(_ => Note(p.Id, q.Id));
    }
}

public sealed class Unkeyed(string name, List<string> log) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        Q q = default!;
        When().Match(() => p).Match(() => q, x => x.V < p.V);
        Then().Do(_ => Note(p.Id, q.Id));
    }
}

public sealed class KeyOnly(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        Q q = default!;
        When().Match(() => p, x => x.V >= t).Match(() => q, x => x.K == p.K);
        Then().Do(_ => Note(p.Id, q.Id));
    }
}

[Repeatability(RuleRepeatability.NonRepeatable)]
public sealed class Self(string name, List<string> log) : Noting(name, log)
{
    protected override void Say()
    {
        P a = default!;
        P b = default!;
        When().Match(() => a).Match(() => b, x => x.K == a.K, x => a.V <= x.V);
        Then().Do(_ => Note(a.Id, b.Id));
    }
}

public sealed class Three(string name, List<string> log) : Noting(name, log)
{
    protected override void Say()
    {
        P a = default!;
        Q q = default!;
        P b = default!;
        When().Match(() => a).Match(() => q, x => x.K == a.K).Match(() => b, x => x.V == q.V);
        Then().Do(_ => Note(a.Id, q.Id, b.Id));
    }
}

public sealed class Without(string name, List<string> log) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        When().Match(() => p).Not<Q>(x => x.K == p.K, x => x.V > p.V);
        Then().Do(_ => Note(p.Id));
    }
}

public sealed class With(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        When().Match(() => p).Exists<Q>(x => x.K == p.K, x => x.V > t);
        Then().Do(_ => Note(p.Id));
    }
}

public sealed class Gate(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        When().Match(() => p).Not<Q>(x => x.V > t).All<P>(x => x.V < t + 4);
        Then().Do(_ => Note(p.Id));
    }
}

public sealed class Groups(string name, List<string> log, int n) : Noting(name, log)
{
    protected override void Say()
    {
        IGrouping<string, P> g = default!;
        When().Query(() => g, x => x.Match<P>().GroupBy(p => p.K).Where(y => y.Count() >= n));
        Then().Do(_ => Note(g.Key, string.Join('+', g.Select(p => p.Id).Order())));
    }
}

public sealed class Collected(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        Q q = default!;
        IEnumerable<P> all = default!;
        When().Match(() => q).Query(() => all, x => x.Match<P>(p => p.K == q.K).Where(p => p.V > t).Collect());
        Then().Do(_ => Note(q.Id, string.Join('+', all.Select(p => p.Id).Order())));
    }
}

public sealed class Either(string name, List<string> log, string c, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        When().Or(o => o.Match(() => p, x => x.V > t).Match(() => p, x => x.K == c));
        Then().Do(_ => Note(p.Id));
    }
}

public sealed class Computed(string name, List<string> log, int t) : Noting(name, log)
{
    protected override void Say()
    {
        P p = default!;
        Q q = default!;
        int sum = default;
        When().Match(() => p).Match(() => q, x => x.K == p.K).Let(() => sum, () => p.V + q.V).Having(() => sum > t);
        Then().Do(_ => Note(p.Id, q.Id, sum.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
