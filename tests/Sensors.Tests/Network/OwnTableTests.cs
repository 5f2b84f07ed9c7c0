using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>The daemon's own table in a real namespace: whether it says what the settings want.</summary>
public sealed class OwnTableTests
{
    private static readonly NetworkPolicy Policy = new()
    {
        Services = [new WantedService(8080, "wg0", "eth0", OpenTo: "10.1.0.0/16", ClosedTo: "10.0.0.0/8, fdaa::66/128")],
    };

    [Fact]
    public async Task Rules_in_another_order_are_not_what_is_wanted()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        using var heard = new Heard(new FilterSensor(Policy, network.Share(), TimeSpan.FromHours(1), TimeProvider.System));
        Assert.StartsWith("missing", (await heard.AsyncOf<OwnFilterRead>()).Filter.Detail, StringComparison.Ordinal);

        var commands = OwnTable.CommandsFor(Policy);
        Assert.True(session.Apply(commands).IsDone);
        await heard.AsyncOf<OwnFilterRead>(r => r.Filter.IsWanted);

        // The exception behind what it is one to would do nothing.
        var rules = OwnTable.RulesOf(Policy);
        var (open, closed) = (rules.Single(r => r.EndsWith("accept", StringComparison.Ordinal)), rules.Single(r => r.Contains("10.0.0.0/8", StringComparison.Ordinal)));
        Assert.True(session.Apply(commands.Replace(open, "X", StringComparison.Ordinal).Replace(closed, open, StringComparison.Ordinal).Replace("X", closed, StringComparison.Ordinal)).IsDone);
        await heard.AsyncOf<OwnFilterRead>(r => r.Filter.Detail.Contains("order", StringComparison.Ordinal));
    }
}
