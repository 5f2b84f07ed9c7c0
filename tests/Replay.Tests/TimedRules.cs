namespace EventOps.Replay.Tests;

/// <summary>Rules that remember over time, one for each operator: what they decide depends on what came before a swap or a restart.</summary>
internal static class TimedRules
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Level"] = Rule("Level", ".Level(() => v.UsedShare, raise: 90.Percent(), clear: 70.Percent())"),
        ["HeldFor"] = Rule("HeldFor", ".HeldFor(90.Seconds(), () => v.UsedShare >= 70.Percent())"),
        ["AtLeast"] = Rule("AtLeast", ".AtLeast(3, 5, () => v.UsedShare >= 80.Percent())"),
        ["AbsentFor"] = Rule("AbsentFor", ".AbsentFor(60.Seconds())"),
        ["Settle"] = Rule("Settle", ".Settle(45.Seconds())"),
        ["Sequence"] = Rule("Sequence", ".Sequence(30.Seconds(), () => v.UsedShare < 90.Percent(), () => v.UsedShare >= 90.Percent())"),
        ["OnceWithin"] = Rule("OnceWithin", ".OnceWithin(120.Seconds())"),
        ["Rate"] = Rule("Rate", ".Rate(() => number, () => v.Available.Value, over: 60.Seconds()).Having(() => number < 0)"),
        ["Accumulate"] = Rule("Accumulate", ".Accumulate(() => number, () => v.Available.Value, over: 60.Seconds()).Having(() => number > 2_000_000_000)"),
    };

    private static string Rule(string name, string over) =>
        $$"""
        [Name("{{name}}")]
        [Description("Raises an alarm by what it remembers.")]
        public class {{name}} : Rule
        {
            public override void Define()
            {
                Volume v = default!;
                double number = default;
                When().Match(() => v, f => f.IsKnown){{over}};
                Then().Do(ctx => ctx.Act(new RaiseAlarm("{{name}}:" + v.Name, Severity.Notice, $"{v.UsedShare} {{(over.Contains("number", StringComparison.Ordinal) ? "{number}" : "")}}")));
            }
        }
        """;
}
