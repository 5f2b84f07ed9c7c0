using EventOps.Rules.Language;

namespace EventOps.Rules.Bench;

/// <summary>What actions do: count.</summary>
public static class Counter
{
    public static long Count { get; private set; }

    public static void Hit() => Count++;
}

/// <summary>A: one string equality out of five and one threshold.</summary>
public sealed class GaugeRule(int number, string kind, double above) : Rule
{
    public override void Define()
    {
        Gauge gauge = default!;
        Name($"gauge {number}");
        When().Match(() => gauge, g => g.Kind == kind, g => g.Value > above);
        Then().Do(_ => Counter.Hit());
    }
}

/// <summary>G: the same for events that pass.</summary>
public sealed class SeenRule(int number, string kind, double above) : Rule
{
    public override void Define()
    {
        Seen seen = default!;
        Name($"seen {number}");
        When().Match(() => seen, g => g.Kind == kind, g => g.Value > above);
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class JoinRule : Rule
{
    public override void Define()
    {
        Volume volume = default!;
        VolumeGroup group = default!;
        When().Match(() => volume).Match(() => group, g => g.Name == volume.Group, g => volume.Used > g.Limit);
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class NotRule : Rule
{
    public override void Define()
    {
        Volume volume = default!;
        When().Match(() => volume).Not<Snapshot>(s => s.Volume == volume.Name);
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class ExistsRule : Rule
{
    public override void Define()
    {
        VolumeGroup group = default!;
        When().Match(() => group).Exists<Volume>(v => v.Group == group.Name, v => v.Used > 90);
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class GroupRule : Rule
{
    public override void Define()
    {
        IGrouping<string, Volume> group = default!;
        When().Query(() => group, q => q.Match<Volume>().GroupBy(v => v.Group).Where(g => g.Count() > 5));
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class CollectRule : Rule
{
    public override void Define()
    {
        VolumeGroup group = default!;
        IEnumerable<Volume> volumes = default!;
        When().Match(() => group).Query(() => volumes, q => q.Match<Volume>(v => v.Group == group.Name).Collect());
        Then().Do(_ => Counter.Hit());
    }
}

public sealed class CauseRule : Rule
{
    public override void Define()
    {
        Cause cause = default!;
        When().Match(() => cause, c => c.Number >= 0);
        Then().Yield(_ => new Effect(cause.Number));
    }
}

public sealed class EffectRule : Rule
{
    public override void Define()
    {
        Effect effect = default!;
        When().Match(() => effect);
        Then().Do(_ => Counter.Hit());
    }
}
