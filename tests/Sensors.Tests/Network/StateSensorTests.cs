using System.Diagnostics;
using System.Net.Sockets;
using EventOps.Lab;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Sysctls;
using EventOps.Linux.WireGuard;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Real kernel parameters, in a network namespace of its own.</summary>
public sealed class StateSensorTests
{
    /// <summary>The kernel answers with EIO for as long as it was never set (net/ipv6/addrconf.c).</summary>
    private const string Unreadable = "net/ipv6/conf/lo/stable_secret";

    private const string Readable = "net/ipv4/ip_forward";

    [Fact]
    public async Task What_cannot_be_read_is_told_once_and_keeps_back_nothing_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        var policy = new NetworkPolicy { Parameters = [new WantedParameter(Unreadable, "2001:db8::1"), new WantedParameter(Readable, "0")] };
        using var heard = new Heard(new StateSensor(policy, network, TimeProvider.System));
        var failed = await heard.AsyncOf<SensorFailed>();
        Assert.Equal((NetworkSenses.Tunnels, Unreadable), (failed.Sensor, failed.Subject));
        await heard.AsyncOf<ParameterRead>(p => p.Parameter.Name == Readable);
        await heard.AsyncOf<NetworkRead>();

        Sysctl.Write(network, SysctlName.Parse(Unreadable), "2001:db8::1");
        Assert.Equal(Unreadable, (await heard.AsyncOf<SensorRecovered>()).Subject);
        await heard.AsyncOf<ParameterRead>(p => p.Parameter.Name == Unreadable);
        Assert.Single(heard.Events.OfType<SensorFailed>());
    }

    [Fact]
    public async Task A_parameter_that_the_kernel_tells_of_is_read_at_once()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        var policy = new NetworkPolicy { Parameters = [new WantedParameter("net/ipv4/conf/lo/rp_filter", "0")] };
        using var heard = new Heard(new StateSensor(policy, network, TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var (from, value) = (heard.Events.Count, i % 2 == 0 ? "2" : "0");
            var began = Stopwatch.GetTimestamp();
            Sysctl.Write(network, SysctlName.Parse("net/ipv4/conf/lo/rp_filter"), value);
            await heard.AsyncOf<ParameterRead>(p => p.Parameter.Value == value, from);
            waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        // By rounds alone it is half a second.
        Assert.True(waits.Order().ElementAt(4) < 250, string.Join(", ", waits));
    }

    [Fact]
    public async Task What_the_packet_filter_is_loaded_from_is_judged_again_once_it_or_what_it_includes_changes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await OwnFiles.StartAsync();
        var policy = new NetworkPolicy { CorrectFiles = true, CorrectForeign = true, Services = [new WantedService(8080, "wg0", "")] };
        using var heard = new Heard(new StateSensor(policy, host.Network, TimeProvider.System));
        Assert.Equal(new NetworkFile(WantedFiles.Filter, "", ""), (await heard.AsyncOf<NetworkFileRead>()).File);

        await File.WriteAllTextAsync(host.At("nftables.conf"), "include \"more.nft\"\n", cancel);
        var missing = (await heard.AsyncOf<NetworkFileRead>(f => f.File.Problems != "")).File;
        Assert.Contains("/etc/nftables.conf:1:", missing.Grave, StringComparison.Ordinal);
        Assert.False(missing.IsCorrectable);

        await File.WriteAllTextAsync(host.At("more.nft"), "table inet x {\n chain in {\n  type filter hook input priority 0; policy drop\n }\n}\n", cancel);
        var dropping = (await heard.AsyncOf<NetworkFileRead>(f => f.File.IsCorrectable && f.File.Problems != "")).File;
        Assert.Equal(("inet x in: policy drop stops the service on port 8080: tcp to port 8080 in on wg0", ""), (dropping.Problems, dropping.Grave));

        var from = heard.Events.Count;
        File.Delete(host.At("nftables.conf"));
        Assert.Equal(new NetworkFile(WantedFiles.Filter, "", ""), (await heard.AsyncOf<NetworkFileRead>(from: from)).File);
        Assert.Empty(heard.Events.OfType<SensorFailed>());
    }

    [Fact]
    public async Task A_link_that_is_named_twice_is_one_link()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        var policy = new NetworkPolicy { Addresses = [new WantedAddress("lo", Cidr.Parse("127.0.0.1/8"))], Services = [new WantedService(8080, "lo lo", "")] };
        using var heard = new Heard(new StateSensor(policy, network, TimeProvider.System));
        Assert.Equal(ServiceListener.Missing, (await heard.AsyncOf<ListenerRead>()).Listener.Problem);
        Assert.Empty(heard.Events.OfType<SensorFailed>());
    }

    [Fact]
    public async Task A_program_that_was_stopped_is_told_of_and_holds_up_nothing_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        var name = $"ev{Environment.ProcessId}";
        var path = UserspaceWireGuard.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // It takes connections as a stopped one does: nobody reads what comes over them.
            using var program = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            program.Bind(new UnixDomainSocketEndPoint(path));
            program.Listen();
            var policy = new NetworkPolicy { Tunnels = [new WantedTunnel(name, 0)], Parameters = [new WantedParameter(Readable, "0")] };
            using var heard = new Heard(new StateSensor(policy, network, TimeProvider.System));
            var failed = await heard.AsyncOf<SensorFailed>();
            Assert.Equal((NetworkSenses.Tunnels, name), (failed.Sensor, failed.Subject));
            Assert.Contains("does not answer", failed.Reason, StringComparison.Ordinal);

            // The next round comes before the program is asked again, which would take its time.
            Sysctl.Write(network, SysctlName.Parse(Readable), "1");
            await heard.AsyncOf<ParameterRead>(p => p.Parameter is { Name: Readable, Value: "1" });
            Assert.DoesNotContain(heard.Events, e => e is SensorRecovered);

            var cancel = TestContext.Current.CancellationToken;
            var answering = Task.Run(
                async () =>
                {
                    while (true)
                    {
                        using var asked = await program.AcceptAsync(cancel);
                        try
                        {
                            await asked.SendAsync("listen_port=51820\nerrno=0\n\n"u8.ToArray(), cancel);
                        }
                        catch (SocketException)
                        {
                            // One that has not waited.
                        }
                    }
                },
                cancel);
            Assert.Equal(name, (await heard.AsyncOf<SensorRecovered>()).Subject);
            Assert.Equal(51820, (await heard.AsyncOf<TunnelChanged>()).Tunnel.Port);
            Assert.False(answering.IsCompletedSuccessfully);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
