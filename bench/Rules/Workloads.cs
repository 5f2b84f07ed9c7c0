using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Bench;

/// <summary>Workloads A to G: one writer, each change is followed by Fire, the action counts.</summary>
internal static class Workloads
{
    private static readonly string[] Kinds = ["disk", "peer", "route", "link", "probe"];

    public static IEnumerable<(string Name, Func<Result> Run)> All =>
    [
        ("A", () => Gauges("A", 100, 78e3, 1.5e6, 12_380, 0)),
        ("A'", () => Gauges("A'", 1000, 9.7e3, 0.2e6, 59_600, null)),
        ("B1", () => Join("B1", "update a volume", ofGroup: false, 214e3, 3e6, 2_546, 0)),
        ("B2", () => Join("B2", "update a group", ofGroup: true, 18e3, 1e6, 50_700, null)),
        ("C1", SnapshotComesOrGoes),
        ("C2", VolumeWithQuantifiers),
        ("D1", () => Aggregate("D1", "GroupBy, update one", new GroupRule(), 659e3, 2e6, 2_000)),
        ("D2", () => Aggregate("D2", "group with its volumes, update one", new CollectRule(), 92e3, 2e6, 20_100)),
        ("F", Linked),
        ("G1", Passing),
        ("compile 100", () => Compile(100, 43, 30)),
        ("compile 1000", () => Compile(1000, 388, 300)),
        ("memory 1", () => Memory(1, 0.91, 1)),
        ("memory 100", () => Memory(100, 6.66, 3)),
        ("memory 1000", () => Memory(1000, 39.9, 10)),
        ("memory join", JoinMemory),
    ];

    private static Rule[] GaugeRules(int count) => [.. Enumerable.Range(0, count).Select(i => new GaugeRule(i, Kinds[i % 5], 100.0 * i / count))];

    private static Session Start(params Rule[] rules) => RuleSet.Of(rules).CreateSession(new SessionOptions { Mode = SessionMode.Strict });

    private static Gauge[] GaugesOf(int count) => [.. Enumerable.Range(0, count).Select(i => new Gauge { Kind = Kinds[i % 5], Value = i % 20 })];

    private static Result Gauges(string name, int rules, double nrules, double wanted, double nrulesBytes, double? wantedBytes)
    {
        var session = Start(GaugeRules(rules));
        var facts = GaugesOf(1000);
        session.InsertAll(facts);
        session.Fire();
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                var fact = facts[i % 1000];
                fact.Value = ((i * 7) + (i / 1000)) % 20;
                session.Update(fact);
                session.Fire();
            },
            rules > 100 ? 100_000 : 500_000);
        return new Result(name, $"{rules} rules over one type, update one of 1,000", "1/s", speed, nrules, wanted, bytes, nrulesBytes, wantedBytes);
    }

    private static (Volume[] Volumes, VolumeGroup[] Groups) Storage()
    {
        Volume[] volumes = [.. Enumerable.Range(0, 1000).Select(i => new Volume { Name = $"v{i}", Group = $"g{i % 100}", Used = i % 100 })];
        VolumeGroup[] groups = [.. Enumerable.Range(0, 100).Select(i => new VolumeGroup { Name = $"g{i}", Limit = 50 })];
        return (volumes, groups);
    }

    private static Result Join(string name, string what, bool ofGroup, double nrules, double wanted, double nrulesBytes, double? wantedBytes)
    {
        var session = Start(new JoinRule());
        var (volumes, groups) = Storage();
        foreach (var volume in volumes)
        {
            volume.Used = 60;
        }

        session.InsertAll(groups);
        session.InsertAll(volumes);
        session.Fire();
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                if (ofGroup)
                {
                    groups[i % 100].Limit = 40 + ((i / 100) % 10);
                    session.Update(groups[i % 100]);
                }
                else
                {
                    volumes[i % 1000].Used = 60 + (i % 30);
                    session.Update(volumes[i % 1000]);
                }

                session.Fire();
            },
            ofGroup ? 300_000 : 1_000_000);
        return new Result(name, $"1,000 volumes joined to 100 groups, {what}", "1/s", speed, nrules, wanted, bytes, nrulesBytes, wantedBytes);
    }

    private static Session Quantified(Volume[] volumes, VolumeGroup[] groups)
    {
        var session = Start(new NotRule(), new ExistsRule());
        session.InsertAll(groups);
        session.InsertAll(volumes);
        session.InsertAll(Enumerable.Range(0, 500).Select(i => new Snapshot { Volume = $"v{i}" }));
        session.Fire();
        return session;
    }

    private static Result SnapshotComesOrGoes()
    {
        var (volumes, groups) = Storage();
        var session = Quantified(volumes, groups);
        Snapshot[] snapshots = [.. Enumerable.Range(500, 500).Select(i => new Snapshot { Volume = $"v{i}" })];
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                var snapshot = snapshots[i / 2 % 500];
                if (i % 2 == 0)
                {
                    session.Insert(snapshot);
                }
                else
                {
                    session.Retract(snapshot);
                }

                session.Fire();
            },
            500_000);
        return new Result("C1", "Not and Exists, insert or retract a snapshot", "1/s", speed, 10.5e3, 2e6, bytes, 138_400);
    }

    private static Result VolumeWithQuantifiers()
    {
        var (volumes, groups) = Storage();
        var session = Quantified(volumes, groups);
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                volumes[i % 1000].Used = (i + (i / 1000)) % 100;
                session.Update(volumes[i % 1000]);
                session.Fire();
            },
            1_000_000);
        return new Result("C2", "the same, update a volume", "1/s", speed, 47e3, 4e6, bytes, 9_000, 0);
    }

    private static Result Aggregate(string name, string what, Rule rule, double nrules, double wanted, double nrulesBytes)
    {
        var session = Start(rule);
        var (volumes, groups) = Storage();
        session.InsertAll(groups);
        session.InsertAll(volumes);
        session.Fire();
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                volumes[i % 1000].Used = (i + (i / 1000)) % 100;
                session.Update(volumes[i % 1000]);
                session.Fire();
            },
            1_000_000);
        return new Result(name, what, "1/s", speed, nrules, wanted, bytes, nrulesBytes);
    }

    private static Result Linked()
    {
        var session = Start(new CauseRule(), new EffectRule());
        Cause[] causes = [.. Enumerable.Range(0, 1000).Select(i => new Cause { Number = i })];
        session.InsertAll(causes);
        session.Fire();
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                causes[i % 1000].Number = i;
                session.Update(causes[i % 1000]);
                session.Fire();
            },
            500_000);
        return new Result("F", "a linked fact fires a second rule", "1/s", speed, 1.42e6, 3e6, bytes, 931);
    }

    private static Result Passing()
    {
        var session = Start([.. Enumerable.Range(0, 100).Select(i => new SeenRule(i, Kinds[i % 5], 100.0 * i / 100))]);
        var (speed, bytes) = Harness.Speed(
            i =>
            {
                var seen = new Seen { Kind = Kinds[i % 5], Value = i % 10 };
                session.Insert(seen);
                session.Fire();
                session.Retract(seen);
            },
            500_000);
        return new Result("G1", "a passing event: insert, fire, retract; 100 rules", "1/s", speed, 105e3, 1.5e6, bytes, 8_900, 128);
    }

    private static Result Compile(int rules, double nrules, double wanted) =>
        new($"compile {rules}", "warm", "ms", Harness.Milliseconds(() => RuleSet.Of(GaugeRules(rules))), nrules, wanted);

    private static Result Memory(int rules, double nrules, double wanted)
    {
        var facts = GaugesOf(10_000);
        var set = RuleSet.Of(GaugeRules(rules));
        var size = Harness.Megabytes(() => Filled(set, facts));
        return new Result($"memory {rules}", $"10,000 facts with {rules} rules", "MB", size, nrules, wanted);
    }

    private static Result JoinMemory()
    {
        object[] facts =
        [
            .. Enumerable.Range(0, 100).Select(i => new VolumeGroup { Name = $"g{i}", Limit = -1 }),
            .. Enumerable.Range(0, 10_000).Select(i => new Volume { Name = $"v{i}", Group = $"g{i % 100}", Used = i % 100 }),
        ];
        var set = RuleSet.Of(new JoinRule());
        return new Result("memory join", "10,000 joined with 100", "MB", Harness.Megabytes(() => Filled(set, facts)), 4.10, 4);
    }

    private static Session Filled(RuleSet set, object[] facts)
    {
        var session = set.CreateSession(new SessionOptions { Mode = SessionMode.Strict });
        foreach (var fact in facts)
        {
            session.Insert(fact);
            session.Fire();
        }

        return session;
    }
}
