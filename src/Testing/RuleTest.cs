using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Testing;

/// <summary>
/// A test that reads as a sentence: given some events, when others happen or time passes, then these intents and no others.
/// Time is virtual and begins at <see cref="Start"/>.
/// </summary>
/// <example><c>RuleTest.Of&lt;GrowVolumeBeforeItFills&gt;().Given(policy, found).When(sample).Then(new GrowVolume("data", 2.GB(), ""))</c></example>
public sealed class RuleTest
{
    private readonly RuleRun _run;
    private int _told;

    private RuleTest(RuleSet rules) => _run = new RuleRun(rules, Start);

    /// <summary>When virtual time begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The run beneath, to look into or to measure coverage of.</summary>
    public RuleRun Run => _run;

    /// <summary>The test of one rule alone.</summary>
    public static RuleTest Of<TRule>()
        where TRule : Rule, new() => new(RuleSet.Of(new TRule()));

    /// <summary>The test of rules together.</summary>
    public static RuleTest Of(params Rule[] rules) => new(RuleSet.Of(rules));

    /// <summary>What is so when the test begins: makes facts, fires nothing.</summary>
    public RuleTest Given(params Event[] events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Array.ForEach(events, _run.Remember);
        return this;
    }

    /// <summary>Events happen, one after the other.</summary>
    public RuleTest When(params Event[] events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Array.ForEach(events, _run.See);
        return this;
    }

    /// <summary>Time passes, and nothing else happens.</summary>
    public RuleTest WhenTimePasses(TimeSpan time)
    {
        _run.Pass(time);
        return this;
    }

    /// <summary>Since the last look the rules wanted these, in this order, and nothing else. An intent without a reason fits any reason.</summary>
    /// <exception cref="RuleTestException">They wanted something else.</exception>
    public RuleTest Then(params Intent[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var actual = _run.Intents.Skip(_told).ToList();
        _told = _run.Intents.Count;
        if (actual.Count != expected.Length || actual.Zip(expected).Any(p => !Fits(p.First.Intent, p.Second)))
        {
            throw new RuleTestException(
                $"expected were {List(expected.Select(RuleIntent.Describe))}\nbut the rules wanted {List(actual.Select(a => a.ToString()))}\nknown is {List(_run.Facts.Select(f => f.ToString()!))}");
        }

        return this;
    }

    /// <summary>Since the last look the rules wanted nothing.</summary>
    /// <exception cref="RuleTestException">They wanted something.</exception>
    public RuleTest ThenNothing() => Then();

    private static bool Fits(Intent actual, Intent expected) => expected.Because.Length == 0 ? actual with { Because = "" } == expected : actual == expected;

    private static string List(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? "nothing" : "\n    " + string.Join("\n    ", all);
    }
}
