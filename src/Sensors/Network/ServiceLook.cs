using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Looks who takes the connections of the services of the settings. Holders of sockets are remembered, since finding them walks all of /proc.</summary>
internal sealed class ServiceLook(NetworkPolicy policy, NetworkNamespace network) : IDisposable
{
    private readonly Dictionary<uint, int> _owners = [];
    private ListenerTable? _table;
    private RouteSocket? _routes;

    /// <exception cref="LinuxException">The kernel did not tell; it is asked over new sockets the next time.</exception>
    /// <exception cref="IOException">/proc cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">/proc cannot be read.</exception>
    public IReadOnlyList<IFact> Facts()
    {
        if (!policy.Services.Any(s => s.IsLookedAt))
        {
            return [];
        }

        try
        {
            _table ??= ListenerTable.Open(network);
            _routes ??= RouteSocket.Open(network);
            var ports = policy.Services.Select(s => s.Port).ToHashSet();
            var listeners = _table.Read(ProtocolType.Tcp).Where(l => ports.Contains(l.Local.Port)).ToList();
            Remember(listeners);
            return [.. policy.Services.Where(s => s.IsLookedAt).Select(s => ListenerJudge.Judge(s, AddressesOf(s), listeners, OwnerOf))];
        }
        catch (LinuxException)
        {
            Dispose();
            (_table, _routes) = (null, null);
            throw;
        }
    }

    public void Dispose()
    {
        _table?.Dispose();
        _routes?.Dispose();
    }

    private List<(IPAddress, int)> AddressesOf(WantedService service)
    {
        var links = service.OpenLinks.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => _routes!.FindLink(name)?.Index ?? 0, StringComparer.Ordinal);
        return [.. policy.Addresses.Where(a => links.ContainsKey(a.Link)).Select(a => (a.Address.Address, links[a.Link]))];
    }

    private void Remember(List<Listener> listeners)
    {
        var present = listeners.Select(l => l.Inode).Where(i => i != 0).ToHashSet();
        foreach (var gone in _owners.Keys.Where(i => !present.Contains(i)).ToList())
        {
            _owners.Remove(gone);
        }

        var unknown = present.Where(i => !_owners.TryGetValue(i, out var pid) || ProcessStatus.TryRead(pid) is null).ToHashSet();
        if (unknown.Count == 0)
        {
            return;
        }

        foreach (var (inode, owners) in SocketOwners.Find(unknown))
        {
            // Of several that share it, one that still runs: as long as there is one, it is served.
            _owners[inode] = (owners.FirstOrDefault(o => o.State != 'T') ?? owners[0]).Pid;
        }
    }

    private ProcessStatus? OwnerOf(Listener listener) => _owners.TryGetValue(listener.Inode, out var pid) ? ProcessStatus.TryRead(pid) : null;
}
