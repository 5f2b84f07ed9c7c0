using System.Diagnostics;

namespace EventOps.Network.Tests;

/// <summary>The server's host gets another address: the client finds it by its name, and not by waiting for WireGuard's timers.</summary>
public sealed class MovedPeerTests
{
    private const string Name = "carrier.internal";
    private const string Old = "fdaa:0:1:b::2";
    private const string New = "fdaa:0:1:b::3";

    [Fact]
    public async Task A_peer_that_moved_is_found_by_its_name()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");
        await using var lab = new NetworkLab { Environment = { ["LAB_ENDPOINT"] = $"{Name}:51820" } };
        var (code, output) = await lab.RunAsync("up", "healthy");
        Assert.True(code == 0, output);
        await EnterAsync(lab, "client", $"echo {Old} {Name} >>/etc/hosts");
        lab.StartDaemon("client");
        await lab.UntilSaidAsync("client", "is sensing");
        await lab.UntilAsync("healthy");

        await EnterAsync(lab, "server", $"ip -6 address add {New}/112 dev eth0 nodad && ip -6 address del {Old}/112 dev eth0");
        await EnterAsync(lab, "client", $"sed 's/^{Old} {Name}/{New} {Name}/' /etc/hosts >/run/hosts && cat /run/hosts >/etc/hosts");
        Assert.NotEqual(0, (await lab.RunAsync("healthy")).Code);
        var began = Stopwatch.StartNew();
        await lab.UntilAsync("enter", "client", "ping", "-c", "1", "-W", "1", "192.168.0.1");
        TestContext.Current.TestOutputHelper?.WriteLine($"cured {began.Elapsed.TotalSeconds:0.0} s after the move");
        Assert.Contains($"[{New}]:51820", (await lab.RunAsync("enter", "client", "wg", "show", "wg0", "endpoints")).Output, StringComparison.Ordinal);
    }

    private static async Task EnterAsync(NetworkLab lab, string side, string command)
    {
        var (code, output) = await lab.RunAsync("enter", side, "bash", "-c", command);
        Assert.True(code == 0, output);
    }
}
