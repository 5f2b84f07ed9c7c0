using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Engine;

/// <summary>Wherever a rule's own code runs, the watch has been told that it is this rule's.</summary>
public sealed class RuleWatchTests
{
    public static TheoryData<Type> Places =>
    [
        typeof(InPattern), typeof(InJoin), typeof(InKey), typeof(InNot), typeof(InQuery), typeof(InLet), typeof(InTime), typeof(InFilter), typeof(InAction), typeof(AfterInsert),
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_rule_whose_code_runs_is_known(Type type)
    {
        var rule = (Rule)Activator.CreateInstance(type)!;
        var watch = new Watch();
        var set = RuleSet.Compile([RuleDefinition.Of(new Bystander()), RuleDefinition.Of(rule), RuleDefinition.Of(new Bystander2())], watch);
        var session = set.CreateSession();
        var probe = new Probe(watch);
        session.Insert(new Other("a"));
        session.Insert(probe);
        session.Fire();
        session.Update(probe);
        session.Insert(new Other("b"));
        session.Fire();
        Assert.NotEmpty(probe.Seen);
        Assert.All(probe.Seen, running => Assert.Equal(1, running));
    }

    private sealed class Watch : IRuleWatch
    {
        public int Running { get; private set; } = -1;

        public void Begins(int rule) => Running = rule;
    }

    /// <summary>A fact that notes whose code looks at it.</summary>
    public sealed class Probe(IRuleWatch watch)
    {
        public List<int> Seen { get; } = [];

        public bool Look()
        {
            Seen.Add(((Watch)watch).Running);
            return true;
        }

        public string Name() => Look() ? "a" : "";
    }

    public sealed record Other(string Name);

    public sealed record Made(int Number);

    [Name("bystander")]
    public sealed class Bystander : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe, p => p.Seen != null).Exists<Other>(o => o.Name == probe.Seen.Count.ToString() || o.Name != "");
            Then().Do(_ => Nothing());
        }

        private static void Nothing()
        {
        }
    }

    [Name("bystander 2")]
    public sealed class Bystander2 : Rule
    {
        public override void Define()
        {
            Made made = default!;
            When().Match(() => made, m => m.Number > 0);
            Then().Do(_ => GC.KeepAlive(made));
        }
    }

    public sealed class InPattern : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe, p => p.Look());
            Then().Do(_ => GC.KeepAlive(probe));
        }
    }

    public sealed class InJoin : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            Other other = default!;
            When().Match(() => probe).Match(() => other, o => probe.Look() || o.Name == "");
            Then().Do(_ => GC.KeepAlive(other));
        }
    }

    public sealed class InKey : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            Other other = default!;
            When().Match(() => probe).Match(() => other, o => o.Name == probe.Name());
            Then().Do(_ => GC.KeepAlive(other));
        }
    }

    public sealed class InNot : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe).Not<Other>(o => probe.Look() == (o.Name == "x"));
            Then().Do(_ => GC.KeepAlive(probe));
        }
    }

    public sealed class InQuery : Rule
    {
        public override void Define()
        {
            IEnumerable<Probe> probes = default!;
            When().Query(() => probes, q => q.Match<Probe>().Where(p => p.Look()).Collect());
            Then().Do(_ => GC.KeepAlive(probes));
        }
    }

    public sealed class InLet : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            var looked = false;
            When().Match(() => probe).Let(() => looked, () => probe.Look()).Having(() => looked);
            Then().Do(_ => GC.KeepAlive(probe));
        }
    }

    public sealed class InTime : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe).HeldFor(TimeSpan.FromSeconds(1), () => probe.Look());
            Then().Do(_ => GC.KeepAlive(probe));
        }
    }

    public sealed class InFilter : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe);
            Filter().OnChange(() => probe.Look());
            Then().Do(_ => GC.KeepAlive(probe));
        }
    }

    public sealed class InAction : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe);
            Then().Do(_ => probe.Look());
        }
    }

    /// <summary>What it inserts is looked at by other rules' conditions in between.</summary>
    public sealed class AfterInsert : Rule
    {
        public override void Define()
        {
            Probe probe = default!;
            When().Match(() => probe);
            Then().Do(ctx => InsertAndLook(ctx, probe));
        }

        private static void InsertAndLook(IContext context, Probe probe)
        {
            context.Insert(new Made(probe.Seen.Count));
            probe.Look();
        }
    }
}
