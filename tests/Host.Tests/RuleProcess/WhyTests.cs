using System.Text.Json;
using EventOps.Host.Tests.EndToEnd;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

/// <summary><c>eventops why</c> and <c>why-not</c> over the journal that real rules left behind, with no daemon about.</summary>
public sealed class WhyTests
{
    private const string Condition = "v.UsedShare >= 50.Percent()";

    [Fact]
    public async Task Why_tells_the_rule_what_it_wanted_the_verdict_and_each_condition_with_what_it_saw()
    {
        await using var rig = await ActedAsync();
        var (alarm, intent) = (SequenceOf<AlarmRaised>(rig), SequenceOf<IntentProposed>(rig));
        foreach (var asked in (long[])[alarm, intent, SequenceOf<GuardVerdict>(rig)])
        {
            var (code, output, error) = await RunAsync(rig, "why", Text(asked));
            Assert.True(code == 0, error);
            var hash = Assert.Single(rig.Seen.OfType<RulesLoaded>()).Rules[0].Sha256;
            Assert.Contains($"Rule      'Good' in good.cs, hash {hash}", output, StringComparison.Ordinal);
            Assert.Contains($"Wanted    raise the alarm Good:data (Notice) (intent {intent}): half full 60", output, StringComparison.Ordinal);
            Assert.Contains("Guard     Allowed", output, StringComparison.Ordinal);
            Assert.Contains("Its conditions are met by 1:", output, StringComparison.Ordinal);
            Assert.Contains("volume is Volume data", output, StringComparison.Ordinal);
            Assert.Matches($@"holds  {System.Text.RegularExpressions.Regex.Escape(Condition)} +\[v\.UsedShare = 60", output);
            Assert.DoesNotContain("FAILS", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_explains_as_things_were_then_and_not_as_they_are_now()
    {
        await using var rig = await ActedAsync();
        var (code, output, _) = await RunAsync(rig, "why", Text(SequenceOf<AlarmRaised>(rig)), "--json");
        Assert.Equal(0, code);
        var explained = JsonDocument.Parse(output).RootElement.GetProperty("explained");

        // Two more volumes were half full later; at the time it was one.
        Assert.Equal(1, explained.GetProperty("matches").GetInt32());
    }

    [Fact]
    public async Task A_rule_that_was_changed_since_and_is_in_no_cache_is_told_of_without_its_conditions()
    {
        await using var rig = await ActedAsync();
        rig.Save("good.cs", RuleTexts.Good(says: "changed"));
        var (code, output, _) = await RunAsync(rig, "why", Text(SequenceOf<AlarmRaised>(rig)));
        Assert.Equal(0, code);
        Assert.Contains("good.cs has changed since", output, StringComparison.Ordinal);
        Assert.Contains("Guard     Allowed", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Condition, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_action_is_refused_with_the_way_to_find_one()
    {
        await using var rig = await ActedAsync();
        foreach (var asked in (long[])[SequenceOf<VolumeSampled>(rig), 1_000_000])
        {
            var (code, _, error) = await RunAsync(rig, "why", Text(asked));
            Assert.Equal(ExitCodes.Failed, code);
            Assert.Contains("'eventops status' shows the last actions", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_not_tells_the_condition_that_fails_with_what_it_saw()
    {
        await using var rig = await ActedAsync();
        var (code, output, error) = await RunAsync(rig, "why-not", "Good", "--for", "volume:empty");
        Assert.True(code == 0, error);
        Assert.Contains("Rule      'Good' in good.cs, hash ", output, StringComparison.Ordinal);
        Assert.Contains("Its conditions are not met:", output, StringComparison.Ordinal);
        Assert.Contains("volume is Volume empty", output, StringComparison.Ordinal);
        Assert.Matches($@"FAILS  {System.Text.RegularExpressions.Regex.Escape(Condition)} +\[v\.UsedShare = 10", output);
        Assert.Matches(@"holds  v\.IsKnown", output);
    }

    [Fact]
    public async Task Why_not_looks_at_the_time_that_is_asked_for()
    {
        await using var rig = await ActedAsync();
        var found = RecordsOf(rig).First(r => r.Event is VolumeFound { Volume: "data" });
        var (code, output, _) = await RunAsync(rig, "why-not", "Good", "--for", "volume:data", "--at", found.At.ToString("O"));
        Assert.Equal(0, code);
        Assert.Contains("Its conditions are not met:", output, StringComparison.Ordinal);
        (code, output, _) = await RunAsync(rig, "why-not", "Good", "--for", "volume:data");
        Assert.Equal(0, code);
        Assert.Contains("Its conditions are met by", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_not_says_that_a_rule_observes_and_that_one_is_parked()
    {
        await using var rig = RuleRig.Make(RuleMode.Observe, rules: [("good.cs", RuleTexts.Good()), ("bad.cs", RuleTexts.BadAction("throw new InvalidOperationException(\"on purpose\");"))]);
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        rig.Save("good.cs", RuleTexts.Good(says: "edited"));
        await rig.UntilAsync<RulesLoaded>(e => e.Rules.Any(r => r.Mode is RuleMode.Observe));
        rig.Sample("trap", 60);
        await rig.UntilAsync<RuleParked>(_ => true);
        await rig.UntilAsync<IntentProposed>(i => i.Rule == "Good");
        await rig.StopAsync();

        var (_, observes, _) = await RunAsync(rig, "why-not", "Good");
        Assert.Contains("eventops rules promote \"Good\"", observes, StringComparison.Ordinal);
        var (_, parked, _) = await RunAsync(rig, "why-not", "Bad", "--for", "volume:trap");
        Assert.Contains("parked until bad.cs changes", parked, StringComparison.Ordinal);
        Assert.Contains("on purpose", parked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_rule_a_bad_time_and_a_missing_journal_are_refused_in_words()
    {
        await using var rig = await ActedAsync();
        var (code, _, error) = await RunAsync(rig, "why-not", "Goot");
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("no rule named 'Goot'", error, StringComparison.Ordinal);
        Assert.Contains("Good", error, StringComparison.Ordinal);

        (code, _, error) = await RunAsync(rig, "why-not", "Good", "--at", "yesterday evening");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("--at 2026-", error, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(rig.State, "journal"), recursive: true);
        (code, _, error) = await RunAsync(rig, "why", "1");
        Assert.NotEqual(0, code);
        Assert.NotEmpty(error);
    }

    /// <summary>A run in which the rule fired for data, later for two others, and not for the empty one.</summary>
    private static async Task<RuleRig> ActedAsync()
    {
        var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        rig.Sample("empty", 10);
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
        rig.Sample("later", 70);
        rig.Sample("last", 80);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:last");
        await rig.StopAsync();
        return rig;
    }

    private static IEnumerable<JournalRecord> RecordsOf(RuleRig rig) => JournalReader.Open(Path.Combine(rig.State, "journal")).Read();

    /// <summary>Of the first record of the kind.</summary>
    private static long SequenceOf<T>(RuleRig rig)
        where T : Event => RecordsOf(rig).First(r => r.Event is T).Sequence;

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Task<(int Code, string Out, string Error)> RunAsync(RuleRig rig, params string[] arguments) =>
        DaemonFixture.RunAsync([DaemonFixture.Program, .. arguments, "--settings", rig.WriteSettings()]);
}
