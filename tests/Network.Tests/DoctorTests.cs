namespace EventOps.Network.Tests;

/// <summary>One look at each of two misconfigured hosts, and one go at putting them right.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task The_doctor_finds_a_dead_tunnel_and_what_keeps_it_dead_puts_it_right_and_says_so()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");

        // On a busy machine rules may take longer to be tried; no figure is asked for.
        await using var lab = new NetworkLab { Environment = { ["LAB_SETTINGS"] = "[rules]\nanswer-within = \"30s\"" } };
        var (code, output) = await lab.RunAsync("up", "broken");
        Assert.True(code == 0, output);

        var found = await BothAsync(lab);
        Assert.All(found, side => Assert.True(side.Code == 1, side.Output));
        Assert.All(found, side => Assert.Contains("     would    ", side.Output, StringComparison.Ordinal));
        Assert.Contains("http://192.168.0.1:8080/ is not reached", found[0].Output, StringComparison.Ordinal);

        var done = await BothAsync(lab, "--fix");
        var after = await BothAsync(lab);
        Assert.All(after, side => Assert.True(side is { Code: 0, Output: "healthy: nothing differs from the settings\n" }, $"{side.Output}\n{done[0].Output}\n{done[1].Output}"));
        Assert.All(done, side => Assert.True(side.Code == 0, side.Output));
        await lab.UntilGreenAsync();
    }

    /// <summary>On both at once: what is wrong on one host keeps the other's tunnel dead.</summary>
    private static Task<(int Code, string Output)[]> BothAsync(NetworkLab lab, params string[] options) =>
        Task.WhenAll(((string[])["client", "server"]).Select(side => lab.DoctorAsync(side, options)));
}
