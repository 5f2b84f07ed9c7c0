using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Processes;
using EventOps.Linux.Sockets;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Whether those that listen on a service's port take what comes to the addresses that it should be reached at. Pure.</summary>
internal static class ListenerJudge
{
    /// <param name="addresses">Each with its link's index; 0 for a link that is not there.</param>
    /// <param name="ownerOf">Null when it cannot be found.</param>
    public static ServiceListener Judge(
        WantedService service, IReadOnlyList<(IPAddress Address, int Link)> addresses, IReadOnlyList<Listener> listeners, Func<Listener, ProcessStatus?> ownerOf)
    {
        var here = listeners.Where(l => l.Local.Port == service.Port).ToList();
        if (addresses.Count == 0 && service.OpenOn.Length > 0)
        {
            return new ServiceListener(service.Port, "");
        }

        if (here.Count == 0)
        {
            return new ServiceListener(service.Port, ServiceListener.Missing, string.Create(CultureInfo.InvariantCulture, $"nobody listens on port {service.Port}"));
        }

        if (addresses.Count == 0)
        {
            // It is wanted over no link in particular: whoever listens will do.
            return Served(service, ownerOf(here[0]));
        }

        ProcessStatus? server = null;
        foreach (var (address, link) in addresses)
        {
            if (here.Find(l => Takes(l, address, link)) is not { } taker)
            {
                var other = ownerOf(here[0]);
                return Of(service, ServiceListener.Elsewhere, other, $"{Name(other)} listens on {Text(here[0])} and takes nothing that comes to {address}");
            }

            var owner = ownerOf(taker);
            if (IsStopped(owner))
            {
                return Served(service, owner);
            }

            server ??= owner;
        }

        return Served(service, server);
    }

    private static bool IsStopped(ProcessStatus? owner) => owner is { State: 'T' };

    private static ServiceListener Served(WantedService service, ProcessStatus? owner) =>
        IsStopped(owner) ? Of(service, ServiceListener.Stopped, owner, $"{Name(owner)} was stopped by a signal") : Of(service, "", owner, "");

    private static ServiceListener Of(WantedService service, string problem, ProcessStatus? owner, string detail) =>
        new(service.Port, problem, detail, owner?.Name ?? "", owner?.Pid ?? 0);

    private static string Name(ProcessStatus? owner) =>
        owner is null ? "a process that is not seen from here" : string.Create(CultureInfo.InvariantCulture, $"{owner.Name} (process {owner.Pid})");

    private static string Text(Listener listener) => listener.IsOnlyIPv6 == true && listener.Local.Address.Equals(IPAddress.IPv6Any)
        ? string.Create(CultureInfo.InvariantCulture, $"port {listener.Local.Port} for IPv6 alone")
        : listener.Local.ToString();

    private static bool Takes(Listener listener, IPAddress address, int link)
    {
        if (listener.Link != 0 && listener.Link != link)
        {
            return false;
        }

        var local = listener.Local.Address;
        var isIPv4 = address.AddressFamily is AddressFamily.InterNetwork;
        return local.Equals(address)
            || (local.IsIPv4MappedToIPv6 && local.MapToIPv4().Equals(address))
            || local.Equals(isIPv4 ? IPAddress.Any : IPAddress.IPv6Any)
            || (isIPv4 && local.Equals(IPAddress.IPv6Any) && listener.IsOnlyIPv6 != true);
    }
}
