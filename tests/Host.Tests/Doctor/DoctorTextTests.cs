using EventOps.Host.Doctor;
using EventOps.Host.Tests.Settings;
using EventOps.Model;

namespace EventOps.Host.Tests.Doctor;

public sealed class DoctorTextTests
{
    private static readonly DoctorFinding Route = new(
        "route:10.0.0.0/8", "the route 10.0.0.0/8 is missing", "Without it nobody gets there.", "Put back a missing route", "add route (route:10.0.0.0/8)")
    {
        Steps = ["add route 10.0.0.0/8 dev eth0"],
    };

    private static readonly DoctorFinding Check = new("mount:/data", "/data has errors", "", "Propose a check", "check")
    {
        Risk = "it cannot be used meanwhile",
        Proposal = "check:/data",
        Obstacle = "process 7 uses it",
    };

    private static readonly DoctorFinding Page = new(
        "alarm:probe", "http://10.0.0.1/ is not reached: dropped", "What a client meets is what counts.", "Raise a probe that fails", "tell a person: what it takes is not done without one")
    {
        Severity = Severity.Warning,
    };

    [Fact]
    public void What_is_wrong_is_told_with_why_it_matters_what_would_be_done_and_what_stands_in_the_way() => Assert.Equal(
        """
        could not be looked at: lvm: not there
        1. the route 10.0.0.0/8 is missing
             why      Without it nobody gets there. (Put back a missing route)
             would    add route 10.0.0.0/8 dev eth0
        2. /data has errors
             would    check
             risk     it cannot be used meanwhile
             yes      eventops doctor --fix --yes check:/data, or while the daemon runs: eventops approve check:/data
             but      process 7 uses it
        3. Warning: http://10.0.0.1/ is not reached: dropped
             why      What a client meets is what counts. (Raise a probe that fails)
             would    tell a person: what it takes is not done without one
        not healthy: 3 findings; what waits behind them shows once they are put right. To have that done: eventops doctor --fix

        """,
        DoctorText.Of(new DoctorReport(false, false, [Route, Check, Page], ["lvm: not there"])));

    [Fact]
    public void What_was_done_is_told_with_what_came_of_it() => Assert.Equal(
        """
        1. the route 10.0.0.0/8 is missing
             why      Without it nobody gets there. (Put back a missing route)
             done     Succeeded: add route 10.0.0.0/8 dev eth0
        healthy: 1 finding, all put right

        """,
        DoctorText.Of(new DoctorReport(true, true, [Route with { Outcome = Outcome.Succeeded, Detail = "add route 10.0.0.0/8 dev eth0" }], [])));

    [Fact]
    public void Why_a_rule_exists_is_what_stands_above_it()
    {
        var reasons = RuleReasons.Of(
            """
            /// <summary>
            /// First &amp; foremost,
            /// this.
            /// </summary>
            [Tag("x")]
            [Name("One")]
            public class One : Rule;

            /// <remarks>No summary.</remarks>
            [Name("Two")]
            public class Two : Rule;

            [Name("Three")]
            public class Three : Rule;

            /// <summary>Broken <b.</summary>
            [Name("Four")]
            public class Four : Rule;
            """);
        Assert.Equal("One: First & foremost, this.", string.Join("; ", reasons.Select(r => $"{r.Key}: {r.Value}")));
    }

    [Fact]
    public void Each_stock_rule_says_why() => Assert.All(
        Directory.GetFiles(Path.Combine(SettingsText.Root(), "rules"), "*.cs"), file => Assert.NotEmpty(RuleReasons.Of(File.ReadAllText(file))));
}
