using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Nftables;

public sealed class LegacyTablesTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork, "iptables-legacy")]
    [InlineData(AddressFamily.InterNetworkV6, "ip6tables-legacy")]
    public async Task A_hidden_rule_is_found_and_removed(AddressFamily family, string tool)
    {
        Root.Require();
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        Assert.Empty(LegacyTables.Names(network, family));
        Assert.Empty((await LegacyTables.ReadAsync(network, family, cancel)).Rules);
        string[][] rules = [["-p", "udp", "--dport", "51820", "-j", "DROP"], ["-m", "comment", "--comment", "a \"b\" \\ c", "-j", "ACCEPT"]];
        foreach (var rule in rules)
        {
            var added = await Command.RunAsync(network.Within(new CommandLine(tool, ["-A", "INPUT", .. rule])), cancel: cancel);
            Assert.True(added.IsSuccess, added.Error.Text);
        }

        Assert.Equal(["filter"], LegacyTables.Names(network, family));
        var (chains, read) = await LegacyTables.ReadAsync(network, family, cancel);
        Assert.Contains(new LegacyChain(family, "filter", "INPUT", "ACCEPT"), chains);
        Assert.Equal(["-p", "udp", "-m", "udp", "--dport", "51820", "-j", "DROP"], read[0].Arguments);
        Assert.Equal("a \"b\" \\ c", read[1].Arguments[3]);
        foreach (var rule in read)
        {
            Assert.Null(await LegacyTables.RemoveAsync(network, rule, cancel));
            Assert.NotNull(await LegacyTables.RemoveAsync(network, rule, cancel));
        }

        Assert.Empty((await LegacyTables.ReadAsync(network, family, cancel)).Rules);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-A INPUT -j DROP")]
    [InlineData("*filter\n-A INPUT --comment \"open")]
    [InlineData("*filter\n-X INPUT")]
    public void What_iptables_save_does_not_write_is_refused(string listing) =>
        Assert.Throws<FormatException>(() => LegacyListing.Parse(AddressFamily.InterNetwork, listing));
}
