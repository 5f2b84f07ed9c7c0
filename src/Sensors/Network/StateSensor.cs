using System.Collections.Concurrent;
using System.Net;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Security.Cryptography;
using System.Text;
using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;
using EventOps.Linux.Sysctls;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// What of the network nothing tells of: WireGuard devices, kernel parameters, configuration files, who listens for services, XDP programs. Read again each <see cref="Round"/>,
/// where that costs little, and at once when something was done about them or their link changed. Of some kernel parameters, such as forwarding and
/// rp_filter, the kernel does tell: then all parameters are read at once.
/// </summary>
public sealed class StateSensor(NetworkPolicy policy, NetworkNamespace network, TimeProvider time) : IAttentiveSensor
{
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>However long a look takes.</summary>
    public static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);

    /// <summary>A program that keeps a tunnel answers within a millisecond; one that was stopped never does, and is asked again only each <see cref="LongestRound"/>.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);

    /// <summary>Looking may take one part in so many of the time.</summary>
    private const int Share = 200;

    /// <summary>Where a look takes as long as this, as with thousands of peers, it may take half of that.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(10);

    /// <summary>In bytes. Of what is lost nothing is missed: that something came is all that counts.</summary>
    private const int ReceiveBuffer = 1 << 16;

    private const int LargestFile = 1 << 20;

    /// <summary>Sets of whole countries' addresses stand in such files.</summary>
    private const int LargestFilter = 1 << 24;

    private readonly IReadOnlyList<string> _parameters = [.. NetworkPlan.ParametersOf(policy).Select(p => p.Name)];
    private readonly IReadOnlyList<string> _files = [.. WantedFiles.PathsOf(policy).Where(p => p != WantedFiles.Filter)];
    private readonly FilterFile? _filter = WantedFiles.PathsOf(policy).Contains(WantedFiles.Filter, StringComparer.Ordinal) ? new FilterFile(policy, network) : null;
    private readonly TunnelKeys _keys = new(FileKeys.Read, _ => [], peer => PresharedIn(network, peer));
    private readonly Dictionary<(string Tunnel, string Key), string> _sharedBy = policy.Peers.Where(p => p.PresharedKeyFile is not null).ToDictionary(p => (p.Tunnel, p.Key), p => p.PresharedKeyFile!);
    private readonly Dictionary<string, SecretMark> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkFile> _judged = new(StringComparer.Ordinal);
    private readonly PeerWatch _peers = new(time);
    private readonly ConcurrentDictionary<string, IPAddress> _unanswered = new(StringComparer.Ordinal);
    private volatile EventDescriptor? _wake;

    public string Name => NetworkSenses.Tunnels;

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        var wake = new EventDescriptor();
        _wake = wake;
        var told = new FactDifferences();
        var thread = SensorThread.Start(Name, observer, (o, stop) => Watch(o, stop, wake, told));
        return Disposable.Create(() =>
        {
            _wake = null;
            thread.Dispose();
            wake.Dispose();
        });
    });

    public void Hear(Event e)
    {
        if (e is ReachChanged { Reach: var reach })
        {
            Note(reach);
        }

        if (e is ReachChanged or LinkChanged || e is ActionFinished { Intent: var done } && IsOfThis(done))
        {
            try
            {
                _wake?.Set();
            }
            catch (ObjectDisposedException)
            {
                // It ends just now.
            }
        }
    }

    private static bool IsOfThis(Intent intent) => intent is SetTunnel or SetPeer or RefreshEndpoint or BouncePeer or RemovePeer or RestoreTunnel
        or RenameLink or FreePort or SetParameter or RepairFile or SetLink or AddAddress or ContinueService or EndService;

    /// <summary>Which hosts probes get no answer of.</summary>
    private void Note(Reach reach)
    {
        var probe = policy.Probes.FirstOrDefault(p => p.IsReachable && reach.IsOf(p));
        if (!reach.IsReachable && probe is not null && NetworkMatching.AddressOf(probe) is { } host)
        {
            _unanswered[reach.Name] = host;
        }
        else
        {
            _unanswered.TryRemove(reach.Name, out _);
        }
    }

    private void Watch(IObserver<Event> observer, EventDescriptor stop, EventDescriptor wake, FactDifferences told)
    {
        using var services = new ServiceLook(policy, network);
        using var programs = new XdpLook(policy, network, time);
        using var missing = new MissingTunnelLook(policy, network, t => t.PublicKey is { } known ? WireGuardKey.Parse(known) : KeyOf(t));
        using var configuration = RouteMonitor.Open(network, RouteGroups.NetConfigurations, ReceiveBuffer);
        var clock = new MonotonicClock(time);
        var parts = new SensorParts(Name, observer);
        var parameters = new Dictionary<string, IFact>(StringComparer.Ordinal);
        IReadOnlyList<IFact> listeners = [];
        IReadOnlyList<IFact> traces = [];
        IReadOnlyList<IFact> attached = [];
        (string Stamp, NetworkFile File)? filter = null;
        var isRead = false;
        var tunnels = new Dictionary<string, IReadOnlyList<IFact>>(StringComparer.Ordinal);
        var askedAgainAt = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        Span<PollRequest> requests =
            [new(stop.Handle, PollEvents.Readable), new(wake.Handle, PollEvents.Readable), new(configuration.Handle, PollEvents.Readable)];
        while (requests[0].Returned is PollEvents.None)
        {
            wake.Reset();
            var began = clock.Now;
            ReadParameters();

            foreach (var file in _sharedBy.Values.Distinct(StringComparer.Ordinal))
            {
                if (!parts.Read(file, $"put the preshared key there, for its owner alone: wg genpsk; chmod 600 {file}", () => Note(file)))
                {
                    Forget(file);
                }
            }

            // What cannot be read is as it was, for all that is known.
            foreach (var tunnel in policy.Tunnels.Where(t => !askedAgainAt.TryGetValue(t.Name, out var at) || clock.Now >= at))
            {
                var asked = clock.Now;
                askedAgainAt.Remove(tunnel.Name);
                if (!parts.Read(tunnel.Name, $"see whether its program runs: wg show {tunnel.Name}; one that was stopped goes on by kill -CONT", () => tunnels[tunnel.Name] = [.. FactsOf(tunnel)]))
                {
                    askedAgainAt[tunnel.Name] = clock.Now + LongestRound;
                    began += clock.Now - asked;
                }
            }

            parts.Read("services", "see whether sockets and processes can be listed: ss -tlnp", () => listeners = services.Facts());
            parts.Read("missing tunnels", "see whether links and sockets can be listed: ip link, ss -ulnp", () => traces = missing.Facts());
            parts.Read("XDP programs", "see whether links can be listed: ip -d link", () => attached = programs.Facts());
            if (_filter is not null)
            {
                // Once after each change of it, so it is no reason to look at all else less often.
                var asked = clock.Now;
                parts.Read(WantedFiles.Filter, $"see whether it can be loaded: unshare --net nft -f {WantedFiles.Filter}", () => filter = Judge(_filter, filter));
                began += clock.Now - asked;
            }

            IReadOnlyList<IFact> others =
                [.. tunnels.Values.SelectMany(t => t), .. _files.Select(FactOf), .. filter is { } judged ? [judged.File] : (IFact[])[], .. listeners, .. traces, .. attached];
            Tell(others);

            if (!isRead)
            {
                isRead = true;
                observer.OnNext(new NetworkRead(Name));
            }

            var took = clock.Now - began;
            var next = clock.Now + TimeSpan.FromTicks(Math.Clamp(took.Ticks * (took < Long ? Share : 2 * Share), Round.Ticks, LongestRound.Ticks));
            while (Wait(requests, next - clock.Now))
            {
                Drain(configuration);
                ReadParameters();
                Tell(others);
            }
        }

        void ReadParameters()
        {
            foreach (var name in _parameters)
            {
                parts.Read(name, $"see: sysctl {name}", () => parameters[name] = new KernelParameter(name, Sysctl.TryRead(network, SysctlName.Parse(name))));
            }
        }

        void Tell(IEnumerable<IFact> others)
        {
            foreach (var e in told.To([.. others, .. parameters.Values]))
            {
                observer.OnNext(e);
            }
        }
    }

    /// <returns>Whether only the kernel's configuration changed, and the time is not over.</returns>
    private static bool Wait(Span<PollRequest> requests, TimeSpan time)
    {
        Poll.Wait(requests, time > TimeSpan.Zero ? time : TimeSpan.Zero);
        return time > TimeSpan.Zero && requests[0].Returned is PollEvents.None && requests[1].Returned is PollEvents.None && requests[2].Returned is not PollEvents.None;
    }

    private static void Drain(RouteMonitor monitor)
    {
        var changes = new List<NetworkChange>();
        while (monitor.Receive(changes) is not NetlinkReadingKind.Empty)
        {
            changes.Clear();
        }
    }

    /// <exception cref="LinuxException">Its program does not answer.</exception>
    private IEnumerable<IFact> FactsOf(WantedTunnel wanted)
    {
        WireGuardDevice device;
        try
        {
            using var way = WireGuardLink.Open(network, wanted.Name, AnswersWithin);
            device = way.Read();
        }
        catch (Exception e) when (e is LinuxException { Errno: not Errno.ETIMEDOUT } or FormatException)
        {
            // No such device, or its program just ends: its link tells.
            _peers.Forget(wanted.Name);
            yield break;
        }

        yield return new Tunnel(wanted.Name, device.ListenPort, device.FirewallMark, HasFileKey(wanted, device));
        foreach (var peer in device.Peers)
        {
            var (isHeard, isSilent) = _peers.Look(wanted.Name, peer, _unanswered.Values.Any(host => peer.AllowedIPs.Any(a => a.Contains(host))));
            yield return new TunnelPeer(
                wanted.Name,
                peer.PublicKey.ToString(),
                AllowedAddresses.Join(peer.AllowedIPs.Select(a => new Cidr(a.BaseAddress, a.PrefixLength))),
                peer.KeepAlive,
                peer.Preshared != default,
                peer.Endpoint?.ToString(),
                isHeard,
                isSilent,
                !_sharedBy.TryGetValue((wanted.Name, peer.PublicKey.ToString()), out var file) || !_shared.TryGetValue(file, out var shared) || peer.Preshared == shared);
        }
    }

    private static string? PresharedIn(NetworkNamespace network, WantedPeer peer)
    {
        using var key = KeyFile.TryRead(network, peer.PresharedKeyFile!);
        return key?.ToFileText();
    }

    private void Note(string file)
    {
        using var key = KeyFile.Read(network, file);
        if (!_shared.TryGetValue(file, out var before) || before != key.Mark)
        {
            _shared[file] = key.Mark;
            _judged.Clear();
        }
    }

    private void Forget(string file)
    {
        if (_shared.Remove(file))
        {
            _judged.Clear();
        }
    }

    private bool HasFileKey(WantedTunnel wanted, WireGuardDevice device) => KeyOf(wanted) is not { } key || device.PublicKey == key;

    /// <summary>The public key to the private one in its file; null where there is none that can be used.</summary>
    private WireGuardKey? KeyOf(WantedTunnel wanted)
    {
        using var key = wanted.File is null ? null : FileKeys.Usable(wanted, ReadText(wanted.File));
        return key?.ToPublic();
    }

    private NetworkFile FactOf(string path)
    {
        var text = ReadText(path);
        var hash = HashOf(text);
        // Deriving a key takes its time; most often nothing has changed.
        if (!_judged.TryGetValue(path, out var fact) || fact.Sha256 != hash)
        {
            var judged = WantedFiles.Judge(path, text, policy, _keys);
            _judged[path] = fact = new NetworkFile(path, string.Join("; ", judged.Problems), hash, judged.Grave);
        }

        return fact;
    }

    /// <summary>Loading it tells what it does, which is done again only once it changed.</summary>
    private (string Stamp, NetworkFile File) Judge(FilterFile filter, (string Stamp, NetworkFile File)? before)
    {
        if (before is { } known && known.Stamp == filter.Stamp())
        {
            return known;
        }

        // Taken before it is loaded: what changes from now on is another stamp.
        var stamp = filter.Stamp(ReadText(WantedFiles.Filter, LargestFilter));
        var text = ReadText(WantedFiles.Filter, LargestFilter);
        var judged = filter.Judge(text);
        var file = new NetworkFile(WantedFiles.Filter, string.Join("; ", judged.Problems), HashOf(text), judged.Grave, judged.Problems.Count == 0 || judged.Corrected is not null);
        return (stamp, file);
    }

    private static string HashOf(string? text) => text is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private string? ReadText(string path, int largest = LargestFile) => network.Run(() =>
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: var length } && length <= largest ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });
}
