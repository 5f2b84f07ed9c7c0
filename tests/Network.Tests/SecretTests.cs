using System.Diagnostics;
using System.Text;

namespace EventOps.Network.Tests;

/// <summary>Private and preshared keys are in nothing that the daemon or its commands write, however they are written.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task No_secret_is_in_any_output()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");
        await using var lab = new NetworkLab();
        var (up, output) = await lab.RunAsync("up", "broken");
        Assert.True(up == 0, output);

        // A preshared key that goes, another private key that goes, and a file with a line that nobody understands.
        var wrong = await EnterAsync(lab, "wg genkey | tee /run/wrong; wg set wg0 private-key /run/wrong");
        var shared = await EnterAsync(lab, "wg genpsk | tee /run/psk; wg set wg0 peer \"$(wg show wg0 peers)\" preshared-key /run/psk");
        await EnterAsync(lab, "cp /etc/wireguard/wg0.conf /run/conf; sed -i \"/^\\[Interface\\]/a PrivateKeys = $(cat /run/wrong)\" /etc/wireguard/wg0.conf");
        foreach (var side in (string[])["server", "client"])
        {
            lab.StartDaemon(side, "--capture", Captured(lab, side));
        }

        // The user's own test resets the tunnel from its file, and so would take the running tunnel's correction out of the daemon's hands.
        await UntilCorrectedAsync(lab);
        await lab.UntilGreenAsync();
        var program = Path.Combine(AppContext.BaseDirectory, "eventops");
        var said = new StringBuilder(lab.Said);
        foreach (var side in (string[])["client", "server"])
        {
            var daemon = Path.Combine(lab.FolderOf(side), "daemon");
            var (settings, journal) = (Path.Combine(daemon, "eventops.toml"), Path.Combine(daemon, "state", "journal"));
            foreach (var command in (string[][])[
                ["report"], ["status"], ["doctor"], ["journal", "show"], ["journal", "show", "--json"], ["config", "check"], ["journal", "export"], .. await WhyAsync(lab, side, program, settings)])
            {
                said.AppendLine((await lab.RunAsync(["enter", side, program, .. command, "--settings", settings])).Output);
            }

            said.AppendLine((await lab.RunAsync("enter", side, program, "frames", Captured(lab, side))).Output);
            said.AppendLine((await lab.RunAsync("enter", side, program, "replay", journal, "--rules", Path.Combine(daemon, "rules"))).Output);

            // A file is told of with its line.
            await EnterAsync(lab, $"sed 's|^file = .*|private-key = \"{lab.SecretOf(side)}\"|' {settings} >/run/broken.toml", side);
            var (code, told) = await lab.RunAsync("enter", side, program, "config", "check", "--settings", "/run/broken.toml");
            Assert.True(code != 0 && told.Contains("private-key", StringComparison.Ordinal), told);
            said.AppendLine(told);
            foreach (var file in Directory.GetFiles(daemon, "*", SearchOption.AllDirectories))
            {
                using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
                said.AppendLine(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            }
        }

        var all = said.ToString();
        Assert.Matches("\"kind\":\"settings.loaded\"", all);
        Assert.Matches("\"(set-peer|set-tunnel|restore-tunnel)\"", all);
        foreach (var secret in (string[])[wrong, shared, lab.SecretOf("client"), lab.SecretOf("server")])
        {
            Assert.Equal(44, secret.Length);
            var hex = Convert.ToHexString(Convert.FromBase64String(secret));
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
            Assert.DoesNotContain(secret.Replace("+", "\\u002B", StringComparison.Ordinal), all, StringComparison.Ordinal);
            Assert.DoesNotContain(hex, all, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task UntilCorrectedAsync(NetworkLab lab)
    {
        var began = Stopwatch.StartNew();
        while (await EnterAsync(lab, "wg show wg0 private-key; wg show wg0 preshared-keys | cut -f 2") != lab.SecretOf("client") + "\n(none)")
        {
            Assert.True(began.Elapsed < NetworkLab.Patience, lab.Said);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private static string Captured(NetworkLab lab, string side) => Path.Combine(lab.FolderOf(side), "daemon", "frames");

    /// <summary>The question for each action that had to do with the tunnel.</summary>
    private static async Task<IReadOnlyList<string[]>> WhyAsync(NetworkLab lab, string side, string program, string settings)
    {
        var (_, shown) = await lab.RunAsync("enter", side, program, "journal", "show", "--kind", "intent.proposed", "--settings", settings);
        var asked = shown.Split('\n').Where(l => l.Contains("wg0", StringComparison.Ordinal)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).Take(5).ToList();
        Assert.NotEmpty(asked);
        return [.. asked.Select(sequence => (string[])["why", sequence])];
    }

    private static async Task<string> EnterAsync(NetworkLab lab, string command, string side = "client")
    {
        var (code, output) = await lab.RunAsync("enter", side, "bash", "-c", command);
        Assert.True(code == 0, output);
        return output.Trim();
    }
}
