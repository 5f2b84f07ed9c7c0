namespace EventOps.Network.Tests;

/// <summary>A test that passes for the wrong reason: what should be blocked is not, or nobody knows.</summary>
public sealed class ProofTests
{
    [Fact]
    public async Task A_name_that_leads_nowhere_hides_nothing_and_a_way_that_is_gone_proves_nothing()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");
        await using var lab = new NetworkLab();
        var (code, output) = await lab.RunAsync("up", "healthy");
        Assert.True(code == 0, output);

        // Nobody closes it again: the server has no daemon.
        await lab.RunAsync("enter", "server", "nft", "delete", "table", "inet", "lab");
        await lab.RunAsync("break", "N13");
        Assert.Contains("blocked, as wanted", (await lab.RunAsync("test")).Output, StringComparison.Ordinal);
        lab.StartDaemon("client");
        await lab.UntilSaidAsync("client", "http://[fdaa:0:1:b::2]:8080/ is reached, and should be blocked");

        // The router forgets the server's network: what is asked now comes to nobody.
        await lab.RunAsync("enter", "router", "ip", "link", "set", "rs", "down");
        await lab.UntilSaidAsync("client", "that it is blocked is unproven: no route");
        await lab.RunAsync("enter", "router", "ip", "link", "set", "rs", "up");
        await lab.RunAsync("enter", "router", "ip", "-6", "address", "add", "fdaa:0:1:b::1/112", "dev", "rs", "nodad");
        await lab.RunAsync("enter", "server", "nft", "add table inet lab; add chain inet lab input { type filter hook input priority 0; }; add rule inet lab input iifname eth0 tcp dport 8080 drop");
        await lab.UntilSaidAsync("client", "it is as wanted again");
    }
}
