namespace EventOps.Host.Tests.RuleProcess;

/// <summary>Rule files to try.</summary>
internal static class RuleTexts
{
    /// <summary>Raises the alarm NAME:VOLUME when a volume is half full, with the text given.</summary>
    public static string Good(string name = "Good", string says = "half full") => Rule(
        name, $$"""ctx.Act(new RaiseAlarm("{{name}}:" + volume.Name, Severity.Notice, "{{says}} " + volume.UsedShare))""");

    /// <summary>A rule that matches volumes that are half full.</summary>
    public static string Rule(string name, string action, string condition = "v.UsedShare >= 50.Percent()", string members = "") =>
        $$"""
        [Name("{{name}}")]
        [Description("Tries something.")]
        public class {{name}} : Rule
        {
            public override void Define()
            {
                Volume volume = default!;
                When().Match(() => volume, v => v.IsKnown, v => {{condition}});
                Then().Do(ctx => {{action}});
            }

            {{members}}
        }
        """;

    /// <summary>Does <paramref name="body"/> in its action, for the volume named trap only.</summary>
    public static string BadAction(string body, string name = "Bad") => Rule(
        name, "ctx.Act(Trap(volume))", members: $$"""private static RaiseAlarm Trap(Volume v) { if (v.Name == "trap") { {{body}} } return new RaiseAlarm("{{name}}:" + v.Name, Severity.Notice, "fine"); } private static long Deep(long n) => n < 0 ? n : Deep(n + 1) + Deep(n + 2);""");

    /// <summary>Does <paramref name="body"/> in a condition, for the volume named trap only.</summary>
    public static string BadCondition(string body, string name = "Bad") => Rule(
        name, $$"""ctx.Act(new RaiseAlarm("{{name}}:" + volume.Name, Severity.Notice, "fine"))""", "Trap(v)",
        $$"""private static bool Trap(Volume v) { if (v.Name == "trap") { {{body}} } return true; } private static long Deep(long n) => n < 0 ? n : Deep(n + 1) + Deep(n + 2);""");
}
