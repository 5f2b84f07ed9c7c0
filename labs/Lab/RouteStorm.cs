using System.Net;
using EventOps.Linux.Routing;

namespace EventOps.Lab;

/// <summary>Adds a great many routes that nobody wants, and removes them again, as fast as the kernel takes them.</summary>
public sealed class RouteStorm(TwoHosts hosts, int count)
{
    /// <summary>All over 100.0.0.0/8 and beyond, 256 addresses each.</summary>
    public IEnumerable<Route> Routes => Enumerable.Range(0, count).Select(i => new Route
    {
        Destination = new IPNetwork(new IPAddress([(byte)(100 + (i >> 16)), (byte)(i >> 8), (byte)i, 0]), 24),
        Gateway = IPAddress.Parse("10.9.0.2"),
        OutputLink = hosts.Link,
    });

    /// <summary>Adds them all, then removes them all.</summary>
    public void Blow(CancellationToken cancellationToken)
    {
        using var socket = RouteSocket.Open(hosts.Here);
        foreach (var route in Routes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            socket.AddRoute(route);
        }

        foreach (var route in Routes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            socket.RemoveRoute(route);
        }
    }
}
