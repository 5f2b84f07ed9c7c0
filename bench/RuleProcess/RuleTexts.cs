using System.Globalization;

namespace EventOps.Bench.RuleProcess;

/// <summary>Rule files to measure with.</summary>
internal static class RuleTexts
{
    /// <summary>Answers each alarm n… with one of the same message.</summary>
    public static string Answering(int version) =>
        $$"""
        // Version {{version.ToString(CultureInfo.InvariantCulture)}}.
        [Name("Answer each alarm")]
        [Description("Answers each alarm once.")]
        public class AnswerEachAlarm : Rule
        {
            public override void Define()
            {
                Alarm alarm = default!;
                When().Match(() => alarm, a => a.Key.StartsWith("n"));
                Then().Do(ctx => ctx.Act(new RaiseAlarm("seen:" + alarm.Key, Severity.Notice, alarm.Message)));
            }
        }
        """;

    /// <summary>The same with a word that nobody knows.</summary>
    public static string Broken(int version) => Answering(version).Replace("alarm.Message", "alarm.Massage", StringComparison.Ordinal);

    /// <summary>Raises an alarm at each reading of a volume.</summary>
    public const string AnsweringReadings =
        """
        [Name("Answer each reading")]
        [Description("Raises an alarm at each reading.")]
        public class AnswerEachReading : Rule
        {
            public override void Define()
            {
                Volume volume = default!;
                When().Match(() => volume, v => v.IsKnown);
                Then().Do(ctx => ctx.Act(new RaiseAlarm("reading:" + volume.Name, Severity.Notice, volume.Free.ToString())));
            }
        }
        """;

    /// <summary>Rules in the manner of the stock ones, each with other numbers, until there are so many in all.</summary>
    public static IEnumerable<(string File, string Text)> UpTo(int count, string stockRules)
    {
        var stock = Directory.GetFiles(stockRules, "*.cs").Order(StringComparer.Ordinal).Take(count).Select(f => (Path.GetFileName(f), File.ReadAllText(f))).ToList();
        return stock.Concat(Enumerable.Range(0, count - stock.Count).Select(i => ($"Warn{i}.cs", Warning(i))));
    }

    private static string Warning(int number) =>
        $$"""
        [Name("Warn of a full volume {{number}}")]
        [Description("Raises a warning while a volume stays over a level.")]
        public class Warn{{number}} : Rule
        {
            public override void Define()
            {
                VolumePolicy policy = default!;
                Volume volume = default!;
                When()
                    .Match(() => policy, p => p.Volume != "none {{number}}")
                    .Match(() => volume, v => v.Name == policy.Volume, v => v.IsKnown, v => v.UsedShare >= {{90 + (number % 10)}}.Percent());
                Then()
                    .Do(ctx => ctx.Act(new RaiseAlarm("warn {{number}}:" + volume.Name, Severity.Warning, $"{volume.UsedShare} in use")))
                    .Undo(ctx => ctx.Act(new ClearAlarm("warn {{number}}:" + volume.Name, "it has room again")));
            }
        }
        """;
}
