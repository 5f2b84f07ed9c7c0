using System.Globalization;
using System.Net;
using EventOps.Linux.Namespaces;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>
/// Brings about a handshake with a silent peer: takes it away and puts it back, at one endpoint after the other, until one answers. A peer that is
/// new to the device begins a handshake at once and remembers nothing that could be in the way.
/// </summary>
/// <param name="endpoints">Where it may be, the likeliest first.</param>
/// <param name="tried">Takes what did not answer, until something does.</param>
/// <param name="preshared">The peer's; all zero for none. Null when it is not known.</param>
/// <param name="isForced">Also when it is at one of these, and its session is not over: something else may keep its answers back.</param>
internal sealed class HandshakeStep(
    WantedPeer wanted,
    Func<WireGuardPeer?, CancellationToken, Task<IReadOnlyList<IPEndPoint>>> endpoints,
    ISet<IPEndPoint> tried,
    Func<SecretKey?> preshared,
    bool isForced,
    NetworkNamespace network,
    TimeProvider time) : IStep
{
    /// <summary>A handshake is one packet each way; the first may be lost to a look-up of the neighbour.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly WireGuardKey _key = WireGuardKey.Parse(wanted.Key);
    private IReadOnlyList<IPEndPoint> _endpoints = [];
    private bool _isDone;

    public string Does => $"bring about a handshake with peer {wanted.Key} of {wanted.Tunnel}";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Read() switch
    {
        null => "no such peer",
        { LastHandshake: null } peer => $"no handshake at {Text(peer.Endpoint)}",
        { LastHandshake: { } last } peer => string.Create(CultureInfo.InvariantCulture, $"handshake {Duration.Format(Age(last))} ago at {Text(peer.Endpoint)}"),
    });

    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        var peer = Read();
        using var shared = preshared();
        if (shared is null && peer is { Preshared.IsNone: false })
        {
            return new Readiness.Refused(new Obstacle(
                "it has a preshared key that would be lost when it is taken away and put back", "give its [[peer]] a preshared-key-file that can be read, or set correct-foreign = \"yes\""));
        }

        _endpoints = await endpoints(peer, cancellationToken);
        var isThere = !isForced && peer is { Endpoint: { } at, LastHandshake: { } last } && _endpoints.Contains(at) && Age(last) < WireGuardTimers.RenewedWithin;
        return isThere ? new Readiness.AlreadySo() : new Readiness.Ready();
    }

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var endpoint in _endpoints)
        {
            Renew(endpoint);
            if (await Wait.UntilAsync(() => Read() is { LastHandshake: not null }, Patience, time, cancellationToken))
            {
                _isDone = true;
                tried.Clear();
                break;
            }

            tried.Add(endpoint);
        }

        if (wanted.Keepalive == 0)
        {
            // It was on to make the first packet go.
            Apply(new PeerChange(_key) { OnlyIfPresent = true, KeepAlive = 0 });
        }
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_isDone && Read() is { LastHandshake: not null });

    /// <summary>Does nothing: the peer is there, though perhaps at another endpoint, and where it was it did not answer.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static string Text(IPEndPoint? endpoint) => endpoint?.ToString() ?? "no endpoint";

    private TimeSpan Age(DateTimeOffset last) => time.GetUtcNow() - last is { Ticks: > 0 } age ? age : TimeSpan.Zero;

    private void Renew(IPEndPoint endpoint)
    {
        using var shared = preshared();
        Apply(
            new PeerChange(_key) { IsRemoved = true },
            new PeerChange(_key)
            {
                PresharedKey = shared,
                Endpoint = endpoint,
                AllowedIPs = [.. AllowedAddresses.Split(wanted.Allowed).Select(a => new IPNetwork(a.Address, a.Length))],
                KeepAlive = Math.Max(1, wanted.Keepalive),
            });
    }

    private WireGuardPeer? Read()
    {
        using var way = WireGuardLink.Open(network, wanted.Tunnel);
        return way.Read().Peer(_key);
    }

    private void Apply(params IReadOnlyList<PeerChange> changes)
    {
        using var way = WireGuardLink.Open(network, wanted.Tunnel);
        way.Apply(new WireGuardChange { Peers = changes });
    }
}
