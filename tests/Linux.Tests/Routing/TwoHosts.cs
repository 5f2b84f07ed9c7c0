using System.Net;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Routing;

/// <summary>Two network namespaces joined by a veth pair, 10.9.0.1/24 and fdaa::1/64 here, .2 and ::2 there; gone when disposed.</summary>
internal sealed class TwoHosts : IDisposable
{
    internal TwoHosts()
    {
        Root.Require();
        (Here, There) = (NetworkNamespace.CreateUnnamed(), NetworkNamespace.CreateUnnamed());
        (Routes, Remote) = (RouteSocket.Open(Here), RouteSocket.Open(There));
        Routes.CreateVethPair("eth0", "eth0", There);
        Link = Prepare(Routes, "1");
        Prepare(Remote, "2");
        AwaitCarrier();
    }

    internal NetworkNamespace Here { get; }

    internal NetworkNamespace There { get; }

    internal RouteSocket Routes { get; }

    internal RouteSocket Remote { get; }

    /// <summary>The index of eth0 here.</summary>
    internal int Link { get; }

    public void Dispose()
    {
        Routes.Dispose();
        Remote.Dispose();
        Here.Dispose();
        There.Dispose();
    }

    internal InterfaceAddress Address(string address, int length) => new() { Link = Link, Address = IPAddress.Parse(address), PrefixLength = length };

    internal Route To(string destination, string? gateway = null) => new()
    {
        Destination = IPNetwork.Parse(destination),
        Gateway = gateway is null ? null : IPAddress.Parse(gateway),
        OutputLink = Link,
        Scope = gateway is null ? RouteScope.Link : RouteScope.Universe,
    };

    /// <summary>The kernel tells IPv6 of the carrier a moment after both ends are up.</summary>
    private void AwaitCarrier()
    {
        using var monitor = RouteMonitor.Open(Here);
        while (!Routes.Look(new RouteQuery(IPAddress.Parse("fdaa::2"))).IsReachable)
        {
            Assert.Equal(1, Poll.Wait([new PollRequest(monitor.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(5)));
            monitor.Receive([]);
        }
    }

    private static int Prepare(RouteSocket routes, string host)
    {
        var link = routes.FindLink("eth0")!.Index;
        routes.SetLinkUp(routes.FindLink("lo")!.Index, true);
        routes.SetLinkUp(link, true);
        routes.AddAddress(new InterfaceAddress { Link = link, Address = IPAddress.Parse("10.9.0." + host), PrefixLength = 24 });
        routes.AddAddress(new InterfaceAddress
        {
            Link = link,
            Address = IPAddress.Parse("fdaa::" + host),
            PrefixLength = 64,
            Flags = AddressFlags.NoDuplicateDetection,
        });
        return link;
    }
}
