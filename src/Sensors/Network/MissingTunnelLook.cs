using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>What became of tunnels whose link is missing: whether their device has another name, and who has their port.</summary>
/// <param name="keyOf">The public key of a tunnel's file; null when it is not known.</param>
internal sealed class MissingTunnelLook(NetworkPolicy policy, NetworkNamespace network, Func<WantedTunnel, WireGuardKey?> keyOf) : IDisposable
{
    /// <summary>As the kernel and wireguard-go call the kind of their links.</summary>
    private const string KernelKind = "wireguard";
    private const string ProgramKind = "tun";

    private RouteSocket? _routes;

    /// <exception cref="LinuxException">The kernel did not tell; it is asked over new sockets the next time.</exception>
    /// <exception cref="IOException">/proc cannot be read.</exception>
    public IReadOnlyList<IFact> Facts()
    {
        try
        {
            _routes ??= RouteSocket.Open(network);
            var missing = policy.Tunnels.Where(t => _routes.FindLink(t.Name) is null).ToList();
            return missing.Count == 0 ? [] : [.. Traces(missing, Strangers())];
        }
        catch (LinuxException)
        {
            Dispose();
            _routes = null;
            throw;
        }
    }

    public void Dispose() => _routes?.Dispose();

    private IEnumerable<IFact> Traces(List<WantedTunnel> missing, List<Link> strangers)
    {
        foreach (var tunnel in missing)
        {
            if (Stray(tunnel, strangers) is { } stray)
            {
                yield return stray;
            }
            else if (tunnel.Port != 0 && Holder(tunnel, strangers) is { } holder)
            {
                yield return holder;
            }
        }
    }

    /// <summary>Links that could be tunnels, and that no settings name.</summary>
    private List<Link> Strangers() => _routes!.ReadLinks().FindAll(l => l.Kind is KernelKind or ProgramKind && policy.Links.All(w => w.Name != l.Name));

    /// <summary>A program keeps the socket under the name that its link had first; the kernel's own has the key of the file.</summary>
    private StrayTunnel? Stray(WantedTunnel tunnel, List<Link> strangers)
    {
        var kept = ServedLinks(tunnel.Name);
        var key = strangers.Exists(l => l.Kind == KernelKind) ? keyOf(tunnel) : null;
        return strangers.Find(l => l.Kind == ProgramKind ? kept.Contains(l.Name) : key is not null && KernelDevice(l)?.PublicKey == key) is { } found
            ? new StrayTunnel(tunnel.Name, found.Name, found.Index)
            : null;
    }

    private List<string> ServedLinks(string name) => LocalListeners.Find(network, UserspaceWireGuard.PathOf(name)) is { } socket
        ? [.. SocketOwners.Find(new HashSet<uint> { socket }).Values.SelectMany(owners => owners).SelectMany(o => TunLinks.Of(o.Pid))]
        : [];

    private PortHolder? Holder(WantedTunnel tunnel, List<Link> strangers)
    {
        using var table = ListenerTable.Open(network);
        var sockets = table.Read(ProtocolType.Udp).FindAll(l => l.Local.Port == tunnel.Port);
        if (sockets.Count == 0)
        {
            return null;
        }

        if (strangers.Find(l => l is { Kind: KernelKind, IsUp: true } && KernelDevice(l)?.ListenPort == tunnel.Port) is { } link)
        {
            return new PortHolder(tunnel.Name, tunnel.Port, "", 0, link.Name);
        }

        var owners = SocketOwners.Find(sockets.Select(s => s.Inode).Where(i => i != 0).ToHashSet()).Values;
        return owners.FirstOrDefault() is [var owner, ..]
            ? new PortHolder(tunnel.Name, tunnel.Port, owner.Name, owner.Pid, TunLinks.Of(owner.Pid).FirstOrDefault(n => strangers.Exists(l => l.Name == n)) ?? "")
            : new PortHolder(tunnel.Name, tunnel.Port, "", 0, "");
    }

    private WireGuardDevice? KernelDevice(Link link)
    {
        try
        {
            using var way = KernelWireGuard.Open(network, link.Name);
            return way.Read();
        }
        catch (Exception e) when (e is LinuxException or FormatException)
        {
            return null;
        }
    }
}
