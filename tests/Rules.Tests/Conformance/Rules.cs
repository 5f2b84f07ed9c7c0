using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Conformance;

public sealed class FullDisk(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk, d => d.Used > 80);
        Then().Do(_ => Note(disk.Name));
    }
}

[Repeatability(RuleRepeatability.NonRepeatable)]
public sealed class FullDiskOnce(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk, d => d.Used > 80);
        Then().Do(_ => Note(disk.Name));
    }
}

public sealed class FullDiskWithUndo(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk, d => d.Used > 80);
        Then().Do(_ => Note("do")).Undo(_ => Note("undo " + disk.Name));
    }
}

public sealed class AllSnapshots(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        IEnumerable<Snapshot> all = default!;
        When().Query(() => all, q => q.Match<Snapshot>().Collect());
        Then().Do(_ => Note("n" + all.Count()));
    }
}

public sealed class FullOrNamed(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Or(x => x
            .Match(() => disk, d => d.Used > 80)
            .Match(() => disk, d => d.Name == "a"));
        Then().Do(_ => Note(disk.Name));
    }
}

public sealed class AllFull(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        When().All<Disk>(d => d.Used > 80);
        Then().Do(_ => Note("all")).Undo(_ => Note("not all"));
    }
}

public sealed class HasSnapshot(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk).Exists<Snapshot>(s => s.Disk == disk.Name);
        Then().Do(_ => Note(disk.Name));
    }
}

public sealed class NoSnapshotAtAll(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        When().Not<Snapshot>();
        Then().Do(_ => Note("none"));
    }
}

public sealed class WarnFull : Rule
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk, d => d.Used > 80);
        Then().Yield(_ => new Warning(disk.Name + disk.Used));
    }
}

public sealed class ReadWarning(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Warning warning = default!;
        When().Match(() => warning);
        Then().Do(_ => Note(warning.Text));
    }
}

public sealed class Named(Recorder log, string name, int priority) : TestRule(log)
{
    private readonly string _name = name;

    public override void Define()
    {
        Disk disk = default!;
        Name(_name);
        Priority(priority);
        When().Match(() => disk);
        Then().Do(_ => Note(_name + disk.Name));
    }
}

public sealed class Checks(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk, d => d.Checked >= 0);
        Then().Do(_ => Note(disk.Name));
    }
}

public sealed class FailsOn(Recorder log, string name) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk);
        Then().Do(_ => Work(disk));
    }

    private void Work(Disk disk)
    {
        Note(disk.Name);
        if (disk.Name == name)
        {
            throw new InvalidOperationException("broken");
        }
    }
}

public sealed class HaltsOn(Recorder log, string name) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk);
        Then().Do(_ => Note(disk.Name)).Do(ctx => HaltIf(ctx, disk));
    }

    private void HaltIf(IContext ctx, Disk disk)
    {
        if (disk.Name == name)
        {
            ctx.Halt();
        }
    }
}

public sealed class Things(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        IThing thing = default!;
        When().Match(() => thing);
        Then().Do(_ => Note(thing.Name));
    }
}

public sealed class PoolChanges(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk);
        Filter().OnChange(() => disk.Pool);
        Then().Do(_ => Note(disk.Name + disk.Pool));
    }
}

public sealed class ByPool(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        IGrouping<string, Disk> pool = default!;
        When().Query(() => pool, q => q.Match<Disk>().GroupBy(d => d.Pool));
        Then().Do(_ => Note(pool.Key + pool.Count()));
    }
}

public sealed class Computed(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        int free = default;
        When().Match(() => disk).Let(() => free, () => 100 - disk.Used).Having(() => free < 20);
        Then().Do(_ => Note(disk.Name + free));
    }
}

public sealed class Loops(Recorder log) : TestRule(log)
{
    public override void Define()
    {
        Disk disk = default!;
        When().Match(() => disk);
        Then().Do(ctx => ctx.Update(disk, d => Count(d)));
    }

    private void Count(Disk disk)
    {
        disk.Used++;
        Note("x");
    }
}
