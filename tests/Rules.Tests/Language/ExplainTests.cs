using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Tests.Conformance;

namespace EventOps.Rules.Tests.Language;

public sealed class ExplainTests
{
    private readonly Session _session = RuleSet.Of(new Watch()).CreateSession();

    [Fact]
    public void A_near_miss_tells_the_first_condition_that_fails_with_its_values()
    {
        _session.Insert(new Disk("a", 90) { Pool = "p" });
        _session.Insert(new Disk("b", 70) { Pool = "p" });
        _session.Insert(new Snapshot("b"));
        var why = _session.Explain("watch", about: f => f is Disk { Name: "b" });
        var nearest = Assert.Single(why.Alternatives).Nearest[0];
        Assert.Equal("b", ((Disk)nearest.Facts[0].Fact!).Name);
        Assert.Equal("FAILS: d.Used > 80 (d.Used = 70)", nearest.FirstFailed?.ToString());
        Assert.Equal(
            [
                "holds: d.Pool == \"p\" (d.Pool = \"p\")",
                "FAILS: d.Used > 80 (d.Used = 70)",
                "FAILS: not Snapshot: s.Disk == disk.Name (found = 1, first = EventOps.Rules.Tests.Conformance.Snapshot)",
            ],
            nearest.Terms.Select(t => t.ToString()));
        Assert.Equal(1, why.Matches);
    }

    [Fact]
    public void A_match_that_stands_comes_first_with_all_conditions_held()
    {
        _session.Insert(new Disk("b", 70) { Pool = "p" });
        _session.Insert(new Disk("a", 90) { Pool = "p" });
        var nearest = _session.Explain("watch").Alternatives[0].Nearest;
        Assert.True(nearest[0].Holds);
        Assert.Null(nearest[0].FirstFailed);
        Assert.False(nearest[1].Holds);
    }

    [Fact]
    public void A_condition_that_throws_is_told_with_its_error()
    {
        var session = RuleSet.Of(new Checks(new Recorder())).CreateSession();
        session.Insert(new Disk("a") { Throws = true });
        var term = session.Explain(typeof(Checks).FullName!).Alternatives[0].Nearest[0].FirstFailed;
        Assert.Equal("FAILS: d.Checked >= 0 (d.Checked = failed: checked) failed: checked", term?.ToString());
    }

    [Fact]
    public void A_missing_fact_is_told_as_such()
    {
        var nearest = Assert.Single(_session.Explain("watch").Alternatives[0].Nearest);
        Assert.Equal("FAILS: a Disk", nearest.FirstFailed?.ToString());
    }

    [Fact]
    public void An_unknown_rule_is_refused_with_the_names_there_are()
    {
        var thrown = Assert.Throws<ArgumentException>(() => _session.Explain("wach"));
        Assert.Contains("rules are: watch", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class Watch : Rule
    {
        public override void Define()
        {
            Disk disk = default!;
            Name("watch");
            When().Match(() => disk, d => d.Pool == "p", d => d.Used > 80).Not<Snapshot>(s => s.Disk == disk.Name);
            Then().Do(_ => Nothing());
        }

        private static void Nothing()
        {
        }
    }
}
