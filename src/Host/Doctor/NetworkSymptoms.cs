using EventOps.Model;

namespace EventOps.Host.Doctor;

/// <summary>
/// What of the network does not work, whatever the cause: probes that fail, peers that are silent, services that nobody serves. Rules raise alarms for these only when they last, as
/// most pass by themselves; one look has no such time. Where things are put right it has: for as long as the rules try.
/// </summary>
internal sealed class NetworkSymptoms(SettingsLoaded settings, TimeProvider time)
{
    /// <summary>WireGuard's timers show by then whether a peer that is spoken to is silent; one that is not has shaken hands lately.</summary>
    private static readonly TimeSpan PeerToldWithin = TimeSpan.FromSeconds(12);

    /// <summary>The last that the rules do about a peer that stays silent, and the alarm, come by then.</summary>
    private static readonly TimeSpan TriedWithin = TimeSpan.FromSeconds(45);

    private readonly NetworkPolicy _wanted = settings.Network ?? new NetworkPolicy();
    private readonly Dictionary<string, Reach> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (TunnelPeer Peer, long Since)> _peers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ServiceListener> _listeners = [];
    private long _lastCured = time.GetTimestamp();

    /// <summary>What was not told of yet.</summary>
    public IEnumerable<string> Awaited =>
    [
        .. _wanted.Probes.Where(p => !_reached.ContainsKey(KeyOf(p))).Select(p => "probe " + p.Url),
        .. _wanted.Peers.Where(p => _peers.TryGetValue(KeyOf(p), out var seen) && IsUntold(seen.Peer, seen.Since)).Select(p => $"peer {p.Key} of {p.Tunnel}"),
    ];

    /// <summary>Something may still come right of what was done.</summary>
    public bool IsBeingCured => settings.Mode is ActingMode.Act && time.GetElapsedTime(_lastCured) < TriedWithin && Present.Any();

    /// <summary>What does not work now, each with the rule that raises the alarm when it lasts.</summary>
    public IEnumerable<(string Rule, RaiseAlarm Alarm)> Present
    {
        get
        {
            foreach (var probe in _wanted.Probes)
            {
                if (_reached.TryGetValue(KeyOf(probe), out var reach) && reach.IsReachable != probe.IsReachable)
                {
                    yield return ("Raise a probe that fails", new RaiseAlarm(
                        $"probe:{probe.Url} {probe.Link}", Severity.Warning, probe.IsReachable ? $"{probe.Url} is not reached: {reach.Cause}" : $"{probe.Url} is reached, and should be blocked"));
                }
            }

            foreach (var peer in _wanted.Peers)
            {
                if (_peers.TryGetValue(KeyOf(peer), out var seen) && seen.Peer.IsSilent)
                {
                    yield return ("Raise a silent peer", new RaiseAlarm(
                        $"peer:{peer.Tunnel} {peer.Key}", Severity.Warning, $"peer {peer.Key} of {peer.Tunnel} does not answer"));
                }
            }

            foreach (var service in _wanted.Services)
            {
                if (_listeners.TryGetValue(service.Port, out var listener) && listener.Problem.Length > 0)
                {
                    yield return ("Raise a service that cannot be reached", new RaiseAlarm($"service:{service.Port}", Severity.Warning, listener.Detail));
                }
            }
        }
    }

    public void Note(Event e)
    {
        switch (e)
        {
            case ReachChanged { Reach: var reach }:
                _reached[KeyOf(reach)] = reach;
                break;

            case PeerChanged { Change: Change.Removed, Peer: var gone }:
                _peers.Remove(KeyOf(gone));
                break;

            case PeerChanged { Peer: var peer }:
                _peers[KeyOf(peer)] = (peer, time.GetTimestamp());
                break;

            case ListenerRead { Listener: var listener }:
                _listeners[listener.Port] = listener;
                break;

            case ActionFinished { Intent: NetworkCorrection, Outcome: Outcome.Succeeded }:
                _lastCured = time.GetTimestamp();
                break;

            default:
                break;
        }
    }

    private static string KeyOf(IFact fact) => fact.Key;

    /// <summary>Without keepalive nothing need ever be said to a peer, nor by one that was never told where it is.</summary>
    private bool IsUntold(TunnelPeer peer, long since) =>
        peer is { IsHeard: false, IsSilent: false, Keepalive: > 0, Endpoint: not null } && time.GetElapsedTime(since) < PeerToldWithin;
}
