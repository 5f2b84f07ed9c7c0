using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventOps.Actuators.Network;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>A service that the daemon starts by the command of the settings.</summary>
public sealed class ServiceStartTests
{
    [Fact]
    public async Task It_is_started_once_and_outlives_the_command()
    {
        var cancel = TestContext.Current.CancellationToken;
        var port = FreePort();
        // It ends with the first connection, or by itself.
        var serve = string.Create(CultureInfo.InvariantCulture, $$"""
            my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => {{port}}) or die "no socket"; exit if fork; alarm 60; $s->accept
            """);
        var step = await StepAsync(port, "perl", "-MIO::Socket::INET", "-e", serve);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        Assert.IsType<Readiness.AlreadySo>(await step.CheckAsync(cancel));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancel);
    }

    [Fact]
    public async Task What_the_command_says_when_it_fails_is_told()
    {
        var step = await StepAsync(FreePort(), "perl", "-e", "die 'no object is there'");
        var told = await Assert.ThrowsAsync<IOException>(async () => await step.ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Contains("no object is there", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_for_which_the_settings_have_no_command_is_not_started() =>
        await Assert.ThrowsAsync<PlanException>(async () => await Hand(new WantedService(8080, "", "")).PlanAsync(new StartService(8080, ""), TestContext.Current.CancellationToken));

    private static async Task<IStep> StepAsync(int port, params string[] command) => Assert.Single(
        await Hand(new WantedService(port, "", "", Start: string.Join('\n', command))).PlanAsync(new StartService(port, ""), TestContext.Current.CancellationToken));

    private static ServiceHand Hand(WantedService service) =>
        new(new NetworkPolicy { Services = [service] }, NetworkNamespace.Own, CommandOptions.Storage, TimeProvider.System);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
