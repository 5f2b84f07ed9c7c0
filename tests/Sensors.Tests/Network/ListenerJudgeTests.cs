using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Processes;
using EventOps.Linux.Sockets;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Which listeners take what comes to a service, and which do not.</summary>
public sealed class ListenerJudgeTests
{
    private const int Tunnel = 3;

    private static readonly WantedService Service = new(8080, "wg0", "eth0", "httpd");

    [Theory]
    [InlineData("0.0.0.0", null, 0, "")]
    [InlineData("192.168.0.1", null, 0, "")]
    [InlineData("::ffff:192.168.0.1", false, 0, "")]
    [InlineData("::", false, 0, "")]
    [InlineData("::", null, 0, "")]
    [InlineData("0.0.0.0", null, Tunnel, "")]
    [InlineData("::", true, 0, ServiceListener.Elsewhere)]
    [InlineData("127.0.0.1", null, 0, ServiceListener.Elsewhere)]
    [InlineData("fdaa:0:1:b::2", true, 0, ServiceListener.Elsewhere)]
    [InlineData("0.0.0.0", null, 9, ServiceListener.Elsewhere)]
    public void A_listener_takes_what_comes_to_the_services_address_or_not(string local, bool? isOnlyIPv6, int link, string problem)
    {
        var judged = Judge('S', new Listener { Protocol = ProtocolType.Tcp, Local = new IPEndPoint(IPAddress.Parse(local), 8080), IsOnlyIPv6 = isOnlyIPv6, Link = link, Inode = 7 });
        Assert.Equal((problem, "httpd", 12), (judged.Problem, judged.Program, judged.Process));
        Assert.Equal(problem.Length == 0, judged.Detail.Length == 0);
    }

    [Fact]
    public void Nobody_on_the_port_is_missing_whoever_listens_on_others() =>
        Assert.Equal(ServiceListener.Missing, Judge('S', new Listener { Protocol = ProtocolType.Tcp, Local = new IPEndPoint(IPAddress.Any, 8081), Inode = 7 }).Problem);

    [Fact]
    public void A_stopped_process_serves_nobody() =>
        Assert.Equal(ServiceListener.Stopped, Judge('T', new Listener { Protocol = ProtocolType.Tcp, Local = new IPEndPoint(IPAddress.Any, 8080), Inode = 7 }).Problem);

    [Theory]
    [InlineData('S', 8000, "")]
    [InlineData('T', 8000, ServiceListener.Stopped)]
    [InlineData('S', 8001, ServiceListener.Missing)]
    public void Of_a_service_for_no_link_in_particular_any_listener_will_do(char state, int port, string problem) => Assert.Equal(problem, ListenerJudge.Judge(
        new WantedService(8000, "", "", Start: "/sbin/serve"),
        [],
        [new Listener { Protocol = ProtocolType.Tcp, Local = new IPEndPoint(IPAddress.Loopback, port), Inode = 7 }],
        _ => new ProcessStatus(12, "httpd", state)).Problem);

    private static ServiceListener Judge(char state, Listener listener) =>
        ListenerJudge.Judge(Service, [(IPAddress.Parse("192.168.0.1"), Tunnel)], [listener], _ => new ProcessStatus(12, "httpd", state));
}
