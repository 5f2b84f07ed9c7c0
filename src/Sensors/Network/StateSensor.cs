using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Security.Cryptography;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Sysctls;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// What of the network nothing tells of: WireGuard devices, kernel parameters, configuration files. Read again each <see cref="Round"/>,
/// and at once when something was done about them or their link changed.
/// </summary>
public sealed class StateSensor(NetworkPolicy policy, NetworkNamespace network) : IAttentiveSensor
{
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private const int LargestFile = 1 << 20;

    private readonly IReadOnlyList<WantedParameter> _parameters = NetworkPlan.ParametersOf(policy);
    private readonly IReadOnlyList<string> _files = WantedFiles.PathsOf(policy);
    private volatile EventDescriptor? _wake;

    public string Name => NetworkSenses.Tunnels;

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        var wake = new EventDescriptor();
        _wake = wake;
        var thread = SensorThread.Start(Name, observer, (o, stop) => Watch(o, stop, wake));
        return Disposable.Create(() =>
        {
            _wake = null;
            thread.Dispose();
            wake.Dispose();
        });
    });

    public void Hear(Event e)
    {
        if (e is LinkChanged or ActionFinished { Intent: SetTunnel or SetPeer or RemovePeer or RestoreTunnel or SetParameter or RepairFile or SetLink or AddAddress })
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

    private void Watch(IObserver<Event> observer, EventDescriptor stop, EventDescriptor wake)
    {
        var told = new FactDifferences();
        var isRead = false;
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(wake.Handle, PollEvents.Readable)];
        while (requests[0].Returned is PollEvents.None)
        {
            wake.Reset();
            foreach (var e in told.To(Facts()))
            {
                observer.OnNext(e);
            }

            if (!isRead)
            {
                isRead = true;
                observer.OnNext(new NetworkRead(Name));
            }

            Poll.Wait(requests, Round);
        }
    }

    private List<IFact> Facts()
    {
        var facts = new List<IFact>();
        foreach (var tunnel in policy.Tunnels)
        {
            facts.AddRange(FactsOf(tunnel));
        }

        facts.AddRange(_parameters.Select(p => new KernelParameter(p.Name, Sysctl.TryRead(network, SysctlName.Parse(p.Name)))));
        facts.AddRange(_files.Select(FactOf));
        return facts;
    }

    private IEnumerable<IFact> FactsOf(WantedTunnel wanted)
    {
        WireGuardDevice device;
        try
        {
            using var way = WireGuardLink.Open(network, wanted.Name);
            device = way.Read();
        }
        catch (Exception e) when (e is LinuxException or FormatException)
        {
            // No such device, or its program just ends: its link tells.
            yield break;
        }

        yield return new Tunnel(wanted.Name, device.ListenPort, device.FirewallMark, HasFileKey(wanted, device));
        foreach (var peer in device.Peers)
        {
            yield return new TunnelPeer(
                wanted.Name,
                peer.PublicKey.ToString(),
                AllowedAddresses.Join(peer.AllowedIPs.Select(a => new Cidr(a.BaseAddress, a.PrefixLength))),
                peer.KeepAlive,
                peer.Preshared != default,
                peer.Endpoint?.ToString());
        }
    }

    private bool HasFileKey(WantedTunnel wanted, WireGuardDevice device)
    {
        if (wanted.File is null || ReadText(wanted.File) is not { } text || TunnelFile.PrivateKeyOf(text) is not { } written)
        {
            return true;
        }

        try
        {
            using var key = SecretKey.Parse(written);
            return device.PublicKey == key.ToPublic();
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private NetworkFile FactOf(string path)
    {
        var text = ReadText(path);
        var hash = text is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        return new NetworkFile(path, string.Join("; ", WantedFiles.Judge(path, text, policy).Problems), hash);
    }

    private string? ReadText(string path) => network.Run(() =>
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestFile } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });
}
