using System.Net;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Whether tunnels carry packets of their whole MTU. Somewhere on the way large ones may be dropped and nobody told (RFC 2923, 2.1), while pings and handshakes go
/// on as if nothing were. So each peer that is there is asked for an echo as large as the tunnel's MTU each <see cref="Round"/>; where it stays away and a small one
/// comes, the largest that does is looked for, with a few packets more.
/// </summary>
public sealed class PathSensor(NetworkPolicy policy, NetworkNamespace network, TimeProvider time) : ISensor
{
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>PMTU_RAISE_TIMER of RFC 8899, 5.1.1: a path that was found narrow may be wide again, which only trying shows. Each try in vain doubles it.</summary>
    public static readonly TimeSpan RaisedAfter = TimeSpan.FromMinutes(10);

    /// <summary>However often it was tried in vain.</summary>
    public static readonly TimeSpan RaisedAtLast = TimeSpan.FromHours(12);

    /// <summary>RFC 791: what every IPv4 host takes.</summary>
    private const int LeastForIPv4 = 576;

    private const int Tries = 3;

    /// <summary>However many peers there are, no more are asked in a second than ten.</summary>
    private static readonly TimeSpan OfEach = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<WantedTunnelPath> _paths = [.. PathsOf(policy)];

    public string Name => "paths";

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        // What is wide while it is started again is told then.
        var told = new FactDifferences();
        return _paths.Count == 0 ? Disposable.Empty : SensorThread.Start(Name, observer, (o, stop) => Watch(o, stop, told));
    });

    /// <summary>Peers that should be there at any time, with an address behind them that is theirs, in tunnels whose MTU is known.</summary>
    internal static IEnumerable<WantedTunnelPath> PathsOf(NetworkPolicy policy)
    {
        foreach (var link in policy.Links.Where(l => l.IsTunnel && l.Mtu > LeastForIPv4))
        {
            var least = policy.Addresses.Any(a => a.Link == link.Name && a.Address.IsIPv6) ? NetworkMatching.LeastMtuForIPv6 : LeastForIPv4;
            foreach (var peer in policy.Peers.Where(p => p.Tunnel == link.Name && p.Keepalive > 0))
            {
                if (AllowedAddresses.Split(peer.Allowed).FirstOrDefault(a => a.IsHost) is { Length: > 0 } host && least < link.Mtu)
                {
                    yield return new WantedTunnelPath(link.Name, WireGuardKey.Parse(peer.Key), host.Address, least, link.Mtu);
                }
            }
        }
    }

    private void Watch(IObserver<Event> observer, EventDescriptor stop, FactDifferences told)
    {
        using var links = RouteSocket.Open(network);
        var clock = new MonotonicClock(time);
        var states = _paths.ToDictionary(p => p, _ => new PathState());
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable)];
        while (requests[0].Returned is PollEvents.None)
        {
            foreach (var path in _paths.GroupBy(p => p.Tunnel).SelectMany(Present).TakeWhile(_ => !IsSet(stop)))
            {
                var state = states[path];
                state.Forget(clock.Now);
                if (Look(path, links, state.Narrow, stop) is { } mtu)
                {
                    state.Take(mtu == path.Mtu ? null : new PathMtu(path.Tunnel, mtu, path.Mtu, path.Host.ToString()), clock.Now);
                }
            }

            foreach (var e in told.To(states.Values.Select(s => s.Narrow).OfType<PathMtu>().GroupBy(n => n.Link).Select(g => g.MinBy(n => n.Mtu)!)))
            {
                observer.OnNext(e);
            }

            var pause = OfEach * _paths.Count;
            Poll.Wait(requests, pause > Round ? pause : Round);
        }
    }

    /// <summary>Those whose handshake is young: to others nothing is sent, which would begin one.</summary>
    private IEnumerable<WantedTunnelPath> Present(IGrouping<string, WantedTunnelPath> paths)
    {
        try
        {
            using var way = WireGuardLink.Open(network, paths.Key);
            var device = way.Read();
            return [.. paths.Where(p => device.Peer(p.Peer) is { LastHandshake: { } last } && time.GetUtcNow() - last < WireGuardTimers.RenewedWithin)];
        }
        catch (Exception e) when (e is LinuxException or FormatException)
        {
            return [];
        }
    }

    /// <returns>The largest packet that comes through; null when nothing new is known.</returns>
    private int? Look(WantedTunnelPath path, RouteSocket links, PathMtu? known, EventDescriptor stop)
    {
        if (links.FindLink(path.Tunnel) is not { IsUp: true } link || Math.Min(link.Mtu, path.Mtu) is var size && (size <= path.Least || size > known?.Mtu))
        {
            return null;
        }

        try
        {
            using var echo = EchoSocket.Open(network, path.Tunnel, path.Host);
            var patience = LongestWait;
            if (Ask(size))
            {
                return size == path.Mtu ? size : null;
            }

            // Twice, so that no few losses at random and no link that just changed count as a narrow path.
            return Ask(EchoSocket.LeastSize) && !Passes(size) && PathSearch.Largest(path.Least, size, Passes) is { } largest && !Passes(size)
                && links.FindLink(path.Tunnel)?.Mtu == link.Mtu && !IsSet(stop) ? largest : null;

            bool Passes(int tried) => Enumerable.Range(0, Tries).Any(_ => Ask(tried));

            bool Ask(int tried)
            {
                var began = time.GetTimestamp();
                var isAnswered = echo.Ask(tried, patience, stop);
                patience = isAnswered ? Within(time.GetElapsedTime(began) * 4) : patience;
                return isAnswered;
            }
        }
        catch (LinuxException)
        {
            // No way there now, which others tell of.
            return null;
        }
    }

    private static TimeSpan Within(TimeSpan wait) => wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;

    private static bool IsSet(EventDescriptor stop)
    {
        Span<PollRequest> request = [new(stop.Handle, PollEvents.Readable)];
        return Poll.Wait(request, TimeSpan.Zero) > 0;
    }
}

/// <summary>What is known of a path.</summary>
internal sealed class PathState
{
    private DateTimeOffset _until;
    private TimeSpan _wait = PathSensor.RaisedAfter;

    /// <summary>Null when it is wide, for all that is known.</summary>
    public PathMtu? Narrow { get; private set; }

    /// <param name="narrow">Null: it is wide.</param>
    public void Take(PathMtu? narrow, DateTimeOffset now)
    {
        _wait = narrow is null ? PathSensor.RaisedAfter : _wait;
        (Narrow, _until) = (narrow, now + _wait);
    }

    /// <summary>Once its time is over, what was found is no longer believed.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (Narrow is not null && now >= _until)
        {
            Narrow = null;
            _wait = _wait * 2 < PathSensor.RaisedAtLast ? _wait * 2 : PathSensor.RaisedAtLast;
        }
    }
}

/// <summary>A way through a tunnel that must carry whole packets.</summary>
/// <param name="Host">The peer's own address inside.</param>
/// <param name="Least">No smaller MTU is ever given.</param>
/// <param name="Mtu">The tunnel's, as the settings want it.</param>
internal sealed record WantedTunnelPath(string Tunnel, WireGuardKey Peer, IPAddress Host, int Least, int Mtu);
