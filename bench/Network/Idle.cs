using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using EventOps.Bench.Growth;
using EventOps.Lab;
using EventOps.Linux.Processes;
using EventOps.Linux.WireGuard;

namespace EventOps.Bench.Network;

/// <summary>What 1,000 peers and 200 interfaces cost that are as they should be.</summary>
internal static class Idle
{
    private const int Peers = 1000;
    private const int Pairs = 100;
    private const int SigTerm = 15;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var hosts = await TwoHosts.CreateAsync();

        // Its socket lies where those of all namespaces do.
        var tunnel = string.Create(CultureInfo.InvariantCulture, $"wg{Environment.ProcessId}");
        var program = await StartTunnelAsync(hosts, tunnel);
        try
        {
            var settings = Prepare(hosts, tunnel);
            await using var daemon = await DaemonProcess.StartNewAsync(options.Daemon(hosts) with { Settings = settings }, cancellationToken);
            await Task.Delay(Settling, cancellationToken);
            var (before, began) = (daemon.Usage(), Stopwatch.GetTimestamp());
            await Task.Delay(options.Time, cancellationToken);
            var (after, seconds) = (daemon.Usage(), Stopwatch.GetElapsedTime(began).TotalSeconds);
            report.Add("idle, 1,000 peers and 200 interfaces: processor, of one core", 100 * ProcessUsage.ProcessorBetween(before, after).TotalSeconds / seconds, "%", wanted: 1);
            foreach (var process in after)
            {
                report.Add($"idle: of it, {process.Name} {process.ProcessId}", 100 * ProcessUsage.ProcessorBetween(before, [process]).TotalSeconds / seconds, "%");
            }

            report.Add("idle: resident, core", after[0].Resident.Value / (double)(1 << 20), "MiB");
            report.Add("idle: actions", daemon.Log.Count(l => l.Contains("Action", StringComparison.Ordinal)), "");
        }
        finally
        {
            program.Signal(SigTerm);
            await program.Exited;
            program.Dispose();
        }
    }

    private static async Task<ChildProcess> StartTunnelAsync(TwoHosts hosts, string tunnel)
    {
        var program = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/sbin/ip",
            Arguments = ["netns", "exec", hosts.Name, "wireguard-go", "-f", tunnel],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
        });
        for (var i = 0; i < 200 && !File.Exists($"/var/run/wireguard/{tunnel}.sock"); i++)
        {
            await Task.Delay(50);
        }

        return program;
    }

    private static string Prepare(TwoHosts hosts, string tunnel)
    {
        var text = new StringBuilder($"""
            [network]
            namespace = "{hosts.Name}"

            [[link]]
            name = "eth0"

            [[tunnel]]
            name = "{tunnel}"
            addresses = ["10.64.0.1/12"]

            """);
        using var device = WireGuardLink.Open(hosts.Here, tunnel);
        using var key = SecretKey.Generate();
        var peers = new List<PeerChange>();
        for (var i = 0; i < Peers; i++)
        {
            using var secret = SecretKey.Generate();
            var inside = new IPAddress([10, 64, (byte)(i >> 8), (byte)i]);
            peers.Add(new PeerChange(secret.ToPublic()) { AllowedIPs = [new IPNetwork(inside, 32)] });
            text.Append(CultureInfo.InvariantCulture, $"""

                [[peer]]
                tunnel = "{tunnel}"
                key = "{peers[^1].PublicKey}"
                allowed = ["{inside}/32"]

                """);
        }

        device.Apply(new WireGuardChange { PrivateKey = key, Peers = peers });
        for (var i = 0; i < Pairs; i++)
        {
            var (name, other) = (string.Create(CultureInfo.InvariantCulture, $"a{i}"), string.Create(CultureInfo.InvariantCulture, $"b{i}"));
            hosts.Routes.CreateVethPair(name, other);
            text.Append(CultureInfo.InvariantCulture, $"\n[[link]]\nname = \"{name}\"\n\n[[link]]\nname = \"{other}\"\n");
        }

        return text.ToString();
    }
}
