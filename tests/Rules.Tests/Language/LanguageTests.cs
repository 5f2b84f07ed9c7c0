using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Tests.Conformance;

namespace EventOps.Rules.Tests.Language;

public sealed class LanguageTests
{
    private readonly Recorder _log = new();

    [Fact]
    public void Attributes_name_describe_tag_and_order_a_rule()
    {
        var definition = RuleDefinition.Of(new Attributed());
        Assert.Equal(("A name", "A sentence.", 7, RuleRepeatability.NonRepeatable), (definition.Name, definition.Description, definition.Priority, definition.Repeatability));
        Assert.Equal(["base", "own"], definition.Tags.Order());
    }

    [Fact]
    public void A_rule_without_a_name_is_called_by_its_class() => Assert.Equal(typeof(Plain).FullName, RuleDefinition.Of(new Plain()).Name);

    [Fact]
    public void Words_outside_Define_are_refused() => Assert.Throws<InvalidOperationException>(() => new Plain().Outside());

    [Fact]
    public void A_rule_without_condition_or_action_is_refused_with_the_cure()
    {
        Assert.Contains(".Match(", Assert.Throws<RuleDefinitionException>(() => RuleDefinition.Of(new Defined(r => r.Actions()))).Message, StringComparison.Ordinal);
        Assert.Contains(".Do(", Assert.Throws<RuleDefinitionException>(() => RuleDefinition.Of(new Defined(r => r.Conditions().Match<Disk>()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Define_that_throws_is_told_with_the_rule() =>
        Assert.Contains("Defined: Define failed: boom", Assert.Throws<RuleDefinitionException>(() => RuleDefinition.Of(new Defined(_ => throw new InvalidOperationException("boom")))).Message, StringComparison.Ordinal);

    [Fact]
    public void Having_needs_something_before_it_in_its_group() =>
        Assert.Contains("Having needs a Match", Assert.Throws<RuleDefinitionException>(() => RuleDefinition.Of(new Defined(r => r.Conditions().Having(() => true)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_rules_of_one_name_are_refused() =>
        Assert.Contains("has this name already", Assert.Throws<RuleDefinitionException>(() => RuleSet.Of(new Plain(), new Plain())).Message, StringComparison.Ordinal);

    [Fact]
    public void Units_read_as_people_speak_and_intents_are_acted_on_in_order()
    {
        var sink = new Sink();
        var session = RuleSet.Of(new Grow()).CreateSession(new SessionOptions { Intents = sink });
        session.Insert(new VolumePolicy { Volume = "data", Ceiling = 9.GB() });
        session.Insert(Data(size: 4000.MB(), free: 500.MB()));
        session.Fire();
        Assert.Equal([new GrowVolume("data", 4500.MB(), "87.5 % in use")], sink.Intents);
        Assert.Equal(["volume", "policy"], sink.Names);
    }

    [Fact]
    public void Queries_select_order_and_look_up()
    {
        var session = _log.Strict(new Ordered(_log), new LookedUp(_log), new Flat(_log));
        session.InsertAll([new Disk("b", 5) { Pool = "y" }, new Disk("a", 9) { Pool = "x" }, new Disk("c", 7) { Pool = "x" }]);
        session.Fire();
        Assert.Equal(["flat5", "flat7", "flat9", "order acb", "x2 y1"], _log.Log.Order());
    }

    [Fact]
    public void A_linked_fact_lives_as_long_as_any_match_supports_it()
    {
        var session = _log.Safe(new Shared());
        var (one, two) = (new Disk("a", 90) { Pool = "p" }, new Disk("b", 95) { Pool = "p" });
        session.InsertAll([one, two]);
        session.Fire();
        Assert.Single(session.Query<Alarm>());
        session.Retract(one);
        Assert.Single(session.Query<Alarm>());
        session.Retract(two);
        Assert.Empty(session.Query<Alarm>());
    }

    [Fact]
    public void Dependencies_are_resolved_for_each_firing()
    {
        var session = _log.Strict(new Uses());
        session.Insert(new Disk("a"));
        session.Fire();
        Assert.Equal("used a", _log.Take());
    }

    [Fact]
    public void A_query_over_two_facts_joins_them_first()
    {
        var session = _log.Strict(new Between(_log));
        session.InsertAll([new Disk("a", 10), new Disk("z", 30), new Snapshot("a"), new Disk("m", 20)]);
        session.Fire();
        Assert.Equal(["a-a:0", "m-a:1", "z-a:2"], _log.Log.Order());
    }

    private static Volume Data(Bytes size, Bytes free) => new()
    {
        Name = "data", MountPoint = "/data", FileSystem = "xfs", Kind = default, Storage = "vg/data", Size = size, Free = free, Available = free, IsKnown = true,
    };

    private sealed class Sink : IIntentSink
    {
        public List<Intent> Intents { get; } = [];

        public List<string> Names { get; } = [];

        public void Accept(Intent intent, IMatch match)
        {
            Intents.Add(intent);
            Names.AddRange(match.Facts.Select(f => f.Name));
        }
    }

    [Tag("base")]
    private abstract class Tagged : Rule;

    [Name("A name")]
    [Description("A sentence.")]
    [Tag("own")]
    [Priority(7)]
    [Repeatability(RuleRepeatability.NonRepeatable)]
    private sealed class Attributed : Tagged
    {
        public override void Define()
        {
            When().Match<Disk>();
            Then().Do(_ => GC.KeepAlive(this));
        }
    }

    private sealed class Plain : Rule
    {
        public override void Define()
        {
            When().Match<Disk>();
            Then().Do(_ => GC.KeepAlive(this));
        }

        public void Outside() => When();
    }

    private sealed class Defined(Action<Defined> define) : Rule
    {
        public override void Define() => define(this);

        public ILeftHandSideExpression Conditions() => When();

        public void Actions() => Then().Do(_ => GC.KeepAlive(this));
    }

    private sealed class Grow : Rule
    {
        public override void Define()
        {
            Volume volume = default!;
            VolumePolicy policy = default!;
            When()
                .Match(() => volume, v => v.IsKnown, v => v.UsedShare >= 85.Percent(), v => !v.IsGrowing)
                .Match(() => policy, p => p.Volume == volume.Name, p => volume.Size < p.Ceiling);
            Then().Do(ctx => ctx.Act(new GrowVolume(volume.Name, volume.Size + 500.MB(), $"{volume.UsedShare} in use")));
        }
    }

    private sealed class Ordered(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            IEnumerable<Disk> all = default!;
            When().Query(() => all, q => q.Match<Disk>().Collect().OrderByDescending(d => d.Pool == "x").ThenByDescending(d => d.Used)).Having(() => all.Count() == 3);
            Then().Do(_ => Note("order " + string.Concat(all.Select(d => d.Name))));
        }
    }

    private sealed class LookedUp(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            IKeyedLookup<string, int> all = default!;
            When().Query(() => all, q => q.Match<Disk>().Collect().ToLookup(d => d.Pool, d => d.Used)).Having(() => all.Count == 2);
            Then().Do(_ => Note(string.Join(' ', all.Keys.Order().Select(k => k + all[k].Count()))));
        }
    }

    private sealed class Flat(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            int used = default;
            When().Query(() => used, q => q.Match<Disk>().Select(d => d.Used).Where(u => u > 1));
            Then().Do(_ => Note("flat" + used));
        }
    }

    private sealed class Shared : Rule
    {
        public override void Define()
        {
            Disk disk = default!;
            When().Match(() => disk, d => d.Used > 80);
            Then().Yield(_ => new Alarm(disk.Pool, Severity.Warning, "full", default));
        }
    }

    private sealed class Uses : Rule
    {
        public override void Define()
        {
            Disk disk = default!;
            Recorder log = default!;
            Dependency().Resolve(() => log);
            When().Match(() => disk);
            Then().Do(_ => log.Log.Add("used " + disk.Name));
        }
    }

    private sealed class Between(Recorder log) : TestRule(log)
    {
        public override void Define()
        {
            Disk disk = default!;
            Snapshot snapshot = default!;
            IEnumerable<Disk> below = default!;
            When()
                .Match(() => disk)
                .Match(() => snapshot)
                .Query(() => below, q => q.Match<Disk>(d => d.Used < disk.Used, d => d.Name != snapshot.Disk || d.Used < 15).Collect());
            Then().Do(_ => Note($"{disk.Name}-{snapshot.Disk}:{below.Count()}"));
        }
    }
}
