namespace EventOps.Network.Tests;

/// <summary>Two hosts, misconfigured in thirteen places at once, are put right by the daemons on them while they run.</summary>
public sealed class BrokenNetworkTests
{
    [Theory]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    public async Task The_default_broken_network_is_healed_by_the_stock_rules_files_included(string inside)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");
        await using var lab = new NetworkLab { Environment = { ["LAB_INSIDE"] = inside } };
        var (code, output) = await lab.RunAsync("up", "broken");
        Assert.True(code == 0, output);
        Assert.NotEqual(0, (await lab.RunAsync("test")).Code);

        lab.StartDaemon("server");
        lab.StartDaemon("client");
        await lab.UntilGreenAsync();

        // The test takes the tunnel down and up again from its file: what was corrected at run time alone would be lost.
        await lab.UntilGreenAsync();
        foreach (var side in (string[])["client", "server"])
        {
            AssertHidden(lab.SecretOf(side), lab, side);
        }
    }

    /// <summary>No private key in what a daemon logs or journals.</summary>
    private static void AssertHidden(string secret, NetworkLab lab, string side)
    {
        Assert.Equal(44, secret.Length);
        Assert.DoesNotContain(secret, lab.Said, StringComparison.Ordinal);
        var journals = Directory.GetFiles(Path.Combine(lab.FolderOf(side), "daemon", "state", "journal"), "*.jsonl");
        Assert.NotEmpty(journals);
        Assert.All(journals, file =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            Assert.DoesNotContain(secret, reader.ReadToEnd(), StringComparison.Ordinal);
        });
    }
}
