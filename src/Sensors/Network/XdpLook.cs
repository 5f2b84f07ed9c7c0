using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Looks for XDP programs on links of the settings. One that bpf(2) attaches by BPF_LINK_CREATE is announced to nobody, only one that rtnetlink(7) does.</summary>
internal sealed class XdpLook(NetworkPolicy policy, NetworkNamespace network, TimeProvider time) : IDisposable
{
    /// <summary>Hundreds of links take a millisecond or two.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private IReadOnlyList<IFact> _last = [];
    private long? _lookedAt;
    private RouteSocket? _routes;

    /// <exception cref="LinuxException">The kernel did not tell; it is asked over a new socket the next time.</exception>
    public IReadOnlyList<IFact> Facts()
    {
        if (_lookedAt is { } at && time.GetElapsedTime(at) < Round)
        {
            return _last;
        }

        try
        {
            _lookedAt = time.GetTimestamp();
            _routes ??= RouteSocket.Open(network);
            return _last = [.. policy.Links.Select(l => _routes.FindLink(l.Name)).OfType<Link>().Where(l => l.HasXdp).Select(l => new XdpProgram(l.Name, l.XdpProgram))];
        }
        catch (LinuxException)
        {
            Dispose();
            _routes = null;
            throw;
        }
    }

    public void Dispose() => _routes?.Dispose();
}
