using System.Net;
using System.Net.Sockets;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Real requests over the loopback link.</summary>
public sealed class ProbeSensorTests
{
    [Fact]
    public async Task A_change_of_what_comes_of_a_request_is_told_with_its_cause()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var url = $"http://127.0.0.1:{port}/";
        var sensor = new ProbeSensor([new WantedProbe(url, true, TimeSpan.FromMilliseconds(20))], NetworkNamespace.Own, TimeProvider.System);
        using var heard = new Heard(sensor);

        Assert.Equal("refused", (await heard.AsyncOf<ReachChanged>(r => !r.Reach.IsReachable)).Reach.Cause);
        Assert.Empty(sensor.Holding);
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var server = ServeAsync(port, serving.Token);
        Assert.Equal(new Reach(url, true, "ok"), (await heard.AsyncOf<ReachChanged>(r => r.Reach.IsReachable)).Reach);
        Assert.Single(sensor.Holding);
        await serving.CancelAsync();
        await server;
        await heard.AsyncOf<ReachChanged>(r => !r.Reach.IsReachable, from: 2);
    }

    private static async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                await using var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, cancellationToken);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            listener.Stop();
        }
    }
}
