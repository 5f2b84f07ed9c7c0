using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>WireGuard devices and peers, by the kernel or by the program that keeps them.</summary>
public sealed class TunnelHand(NetworkPolicy policy, NetworkNamespace network, TimeProvider time) : IActuator
{
    /// <summary>By tunnel and key. Of a peer there is one action at a time.</summary>
    private readonly ConcurrentDictionary<(string, string), HashSet<IPEndPoint>> _tried = [];

    public bool CanCarryOut(Intent intent) => intent is SetTunnel or FreePort or SetPeer or RefreshEndpoint or BouncePeer or RemovePeer or RestoreTunnel;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<IStep>>(intent switch
    {
        SetTunnel set => [Set(set)],
        FreePort free => [Free(free)],
        SetPeer set => [Set(set.Peer)],
        RefreshEndpoint { Peer: var peer } when Wanted(peer).HasNamedEndpoint() =>
            [new HandshakeStep(peer, (found, cancel) => NamedEndpoint.FindAsync(peer.Endpoint!, found?.Endpoint, Tried(peer), network, time, cancel), Tried(peer), () => PresharedOf(peer), isForced: false, network, time)],
        BouncePeer { Peer: var peer } => [new HandshakeStep(Wanted(peer), (found, _) => Task.FromResult(WhereIs(peer, found)), Tried(peer), () => PresharedOf(peer), isForced: true, network, time)],
        RemovePeer remove => [Remove(remove)],
        RestoreTunnel restore => [new TunnelRestoration(Wanted(restore.Tunnel), network, time)],
        _ => throw new PlanException($"{intent.GetType().Name} is not for this hand"),
    });

    private WantedTunnel Wanted(string name) =>
        policy.Tunnels.FirstOrDefault(t => t.Name == name) ?? throw new PlanException($"'{name}' is not among the tunnels of the settings");

    private WantedPeer Wanted(WantedPeer peer) =>
        policy.Peers.Contains(peer) ? peer : throw new PlanException($"'{peer.Key}' is not among the peers of the settings");

    private HashSet<IPEndPoint> Tried(WantedPeer peer) => _tried.GetOrAdd((peer.Tunnel, peer.Key), _ => []);

    private static IReadOnlyList<IPEndPoint> WhereIs(WantedPeer peer, WireGuardPeer? found) =>
        (found?.Endpoint ?? NetworkPlan.EndpointOf(peer)) is { } endpoint ? [endpoint] : [];

    private CorrectionStep Set(SetTunnel set)
    {
        var wanted = Wanted(set.Tunnel);
        return new CorrectionStep(
            $"set port, mark and key of {wanted.Name}",
            () =>
            {
                using var key = KeyOf(wanted);
                var device = Read(wanted.Name);
                return (wanted.Port == 0 || device.ListenPort == wanted.Port) && wanted.HasMark(device.FirewallMark) && (key is null || device.PublicKey == key.ToPublic());
            },
            () =>
            {
                using var key = KeyOf(wanted);
                Apply(wanted.Name, new WireGuardChange
                {
                    PrivateKey = key is null || Read(wanted.Name).PublicKey == key.ToPublic() ? null : key,
                    ListenPort = wanted.Port == 0 ? null : (ushort)wanted.Port,
                    FirewallMark = MarkOf(wanted),
                });
            });
    }

    /// <summary>Where wg-quick(8) chose it, it is the number of the table that leads everything into the tunnel.</summary>
    private uint MarkOf(WantedTunnel wanted)
    {
        if (!wanted.IsMarkOfQuick)
        {
            return wanted.Mark;
        }

        using var socket = RouteSocket.Open(network);
        var link = socket.FindLink(wanted.Name)?.Index;
        return socket.ReadRoutes(r => r.OutputLink == link && r.Destination.PrefixLength == 0 && wanted.HasMark(r.Table)).Select(r => r.Table).DefaultIfEmpty(wanted.Mark).Min();
    }

    /// <summary>Of port 0 WireGuard makes one that nobody has.</summary>
    private CorrectionStep Free(FreePort free) => policy.Tunnels.All(t => t.Name != free.Link)
        ? new CorrectionStep(
            string.Create(CultureInfo.InvariantCulture, $"have {free.Link} listen on another port than {free.Port}"),
            () => Read(free.Link).ListenPort != free.Port,
            () => Apply(free.Link, new WireGuardChange { ListenPort = 0 }))
        : throw new PlanException($"'{free.Link}' is among the tunnels of the settings");

    private CorrectionStep Set(WantedPeer peer)
    {
        var key = WireGuardKey.Parse(peer.Key);
        return new CorrectionStep(
            $"set peer {peer.Key} of {peer.Tunnel}",
            () =>
            {
                using var shared = PresharedOf(peer);
                return Read(peer.Tunnel).Peer(key) is { } found
                    && AllowedAddresses.Join(found.AllowedIPs.Select(a => new Cidr(a.BaseAddress, a.PrefixLength))) == peer.Allowed
                    && found.KeepAlive == peer.Keepalive && (shared is null || found.Preshared == shared.Mark)
                    && (peer.Endpoint is null || peer.HasNamedEndpoint() || found.Endpoint?.ToString() == peer.Endpoint);
            },
            () =>
            {
                using var shared = PresharedOf(peer);
                Apply(peer.Tunnel, new WireGuardChange
                {
                    Peers =
                    [
                        new PeerChange(key)
                        {
                            PresharedKey = shared,
                            Endpoint = NetworkPlan.EndpointOf(peer),
                            KeepAlive = peer.Keepalive,
                            AllowedIPs = [.. AllowedAddresses.Split(peer.Allowed).Select(a => new IPNetwork(a.Address, a.Length))],
                        },
                    ],
                });
            });
    }

    private CorrectionStep Remove(RemovePeer remove)
    {
        var key = WireGuardKey.Parse(remove.Key);
        return new CorrectionStep(
            $"remove peer {remove.Key} of {remove.Tunnel}",
            () => Read(remove.Tunnel).Peer(key) is null,
            () => Apply(remove.Tunnel, new WireGuardChange { Peers = [new PeerChange(key) { IsRemoved = true }] }),
            words: ("gone", "there"));
    }

    /// <summary>All zero for none. Null where it stays as it is: somebody else's, or the file with it cannot be read. Which file, the settings alone say.</summary>
    private SecretKey? PresharedOf(WantedPeer peer) => policy.Peers.FirstOrDefault(p => p.Tunnel == peer.Tunnel && p.Key == peer.Key) switch
    {
        { PresharedKeyFile: { } file } => KeyFile.TryRead(network, file),
        { KeepsPresharedKey: true } => null,
        _ => SecretKey.FromBytes(stackalloc byte[WireGuardKey.Length]),
    };

    private SecretKey? KeyOf(WantedTunnel tunnel)
    {
        var text = tunnel.File is null ? null : network.Run(() => File.Exists(tunnel.File) ? File.ReadAllText(tunnel.File) : null);
        return FileKeys.Usable(tunnel, text);
    }

    private WireGuardDevice Read(string name)
    {
        using var way = WireGuardLink.Open(network, name);
        return way.Read();
    }

    private void Apply(string name, WireGuardChange change)
    {
        using var way = WireGuardLink.Open(network, name);
        way.Apply(change);
    }
}

/// <summary>Brings a tunnel up from its file, as wg-quick(8) does it.</summary>
internal sealed class TunnelRestoration(WantedTunnel tunnel, NetworkNamespace network, TimeProvider time) : IStep
{
    /// <summary>How long somebody else's wg-quick is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Does => $"bring {tunnel.Name} up from {tunnel.File}";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsThere() ? "there" : "missing");

    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        // It may be on its way already. Of two at once the later one finds the link there, and takes it away in its own cleaning up.
        await Wait.UntilAsync(() => !ProcessNames.IsRunning("wg-quick"), Patience, time, cancellationToken);
        return IsThere() ? new Readiness.AlreadySo()
            : tunnel.File is null ? new Readiness.Refused(new Obstacle("it has no file to be made from", "add file = to its table in the settings"))
            : tunnel.PublicKey is not null && !HasKey(tunnel.File) ? new Readiness.Refused(new Obstacle($"{tunnel.File} has no PrivateKey, or not the one to the public-key of the settings", "put the right one there"))
            : new Readiness.Ready();
    }

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        // Not killed when late: the program that keeps the device is its child.
        var options = new CommandOptions { MayBeKilled = false };
        var result = await Command.RunAsync(network.Within(new CommandLine("wg-quick", "up", tunnel.File!)), options, cancellationToken);
        if (!result.IsSuccess)
        {
            throw new LinuxException("wg-quick up", tunnel.Name, Errno.EINVAL, result.Error.Text.Trim().Split('\n')[^1]);
        }
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsThere());

    /// <summary>Does nothing: wg-quick takes back itself what it could not finish.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private bool HasKey(string file)
    {
        using var key = FileKeys.Usable(tunnel, network.Run(() => File.Exists(file) ? File.ReadAllText(file) : null));
        return key is not null;
    }

    private bool IsThere()
    {
        try
        {
            using var way = WireGuardLink.Open(network, tunnel.Name);
            way.Read();
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}
