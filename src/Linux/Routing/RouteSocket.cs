using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>
/// Reads and changes links, addresses, routes, policy rules and neighbours of a network namespace by rtnetlink(7). From any thread; calls take microseconds,
/// dumps a few milliseconds per ten thousand. A refusal is a <see cref="LinuxException"/> with the kernel's errno and words; changes need CAP_NET_ADMIN there.
/// </summary>
public sealed partial class RouteSocket : IDisposable
{
    private static readonly ConcurrentDictionary<uint, bool> OwnPorts = [];

    /// <summary>Links that were set up here and of which the kernel has not told yet.</summary>
    private static readonly ConcurrentDictionary<int, bool> LinksSetUp = [];

    private readonly NetlinkClient _client;

    private RouteSocket(NetlinkClient client)
    {
        _client = client;
        OwnPorts[client.Port] = true;
    }

    /// <summary>Changes made through this socket are told with this number as <see cref="NetworkChange.WriterPort"/>.</summary>
    public uint Port => _client.Port;

    /// <summary>Whether a change with this <see cref="NetworkChange.WriterPort"/> was made by this process, as far as its sockets are still open.</summary>
    public static bool IsOwn(uint port) => OwnPorts.ContainsKey(port);

    /// <summary>
    /// The same of a change as it was told, once: that a link was set up the kernel tells without a port (dev_change_flags), whoever did it, so it is remembered here.
    /// </summary>
    public static bool TakeOwn(NetworkChange change)
    {
        return IsOwn(change.WriterPort)
            || (change is { WriterPort: 0, IsRemoved: false, Object: Link { Flags: var flags, Index: var link } } && flags.HasFlag(LinkFlags.Up) && LinksSetUp.TryRemove(link, out _));
    }

    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static RouteSocket Open(NetworkNamespace network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new RouteSocket(new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Route))));
    }

    /// <summary>All links.</summary>
    public List<Link> ReadLinks() => Dump<Link>(RouteMessage.Link, KernelFamily.Any, 16, "links", b => b.UInt32(LinkAttribute.ExtensionMask, SkipStatistics));

    /// <summary>The link of that name; null when there is none.</summary>
    public Link? FindLink(string name) => FindLink(0, b => b.Text(LinkAttribute.Name, name), $"link {name}");

    /// <summary>The link of that index; null when there is none.</summary>
    public Link? FindLink(int index) => FindLink(index, _ => { }, $"link #{index}");

    /// <summary>All addresses of both families.</summary>
    public List<InterfaceAddress> ReadAddresses() => Dump<InterfaceAddress>(RouteMessage.Address, KernelFamily.Any, 8, "addresses");

    /// <summary>All policy rules of both families, in the order in which the kernel asks them.</summary>
    public List<PolicyRule> ReadRules() =>
    [
        .. Dump<PolicyRule>(RouteMessage.Rule, KernelFamily.IPv4, PolicyRuleParser.HeaderLength, "IPv4 rules"),
        .. Dump<PolicyRule>(RouteMessage.Rule, KernelFamily.IPv6, PolicyRuleParser.HeaderLength, "IPv6 rules"),
    ];

    /// <summary>All neighbours of both families.</summary>
    public List<Neighbour> ReadNeighbours() => Dump<Neighbour>(RouteMessage.Neighbour, KernelFamily.Any, 12, "neighbours");

    /// <summary>Forwarding, reverse-path filter and the like of all links, of both families.</summary>
    public List<NetConfiguration> ReadNetConfigurations() =>
    [
        .. Dump<NetConfiguration>(RouteMessage.NetConfiguration, KernelFamily.IPv4, 4, "IPv4 configuration"),
        .. Dump<NetConfiguration>(RouteMessage.NetConfiguration, KernelFamily.IPv6, 4, "IPv6 configuration"),
    ];

    /// <summary>A link's counters; null when there is no such link.</summary>
    public LinkStatistics? ReadStatistics(int link)
    {
        Span<byte> header = stackalloc byte[12];
        header.Clear();
        MemoryMarshal.Write(header[4..], link);
        MemoryMarshal.Write(header[8..], 1u);
        LinkStatistics? found = null;
        var request = new NetlinkRequest(RouteMessage.Statistics + RouteMessage.Get, NetlinkFlags.Acknowledge).Fixed(header);
        var answer = _client.Ask(request, "RTM_GETSTATS", $"link #{link}", (in NetlinkMessageReader message) => found = LinkStatistics.Parse(message.Payload));
        return AbsentOr(answer, found, "RTM_GETSTATS", $"link #{link}");
    }

    public void Dispose()
    {
        OwnPorts.TryRemove(Port, out _);
        _client.Dispose();
    }

    private const uint SkipStatistics = 8;

    private static T? AbsentOr<T>(NetlinkAnswer answer, T? found, string operation, string target)
        where T : class
    {
        if (answer.Errno is Errno.ENODEV)
        {
            return null;
        }

        NetlinkClient.ThrowIfRefused(answer, operation, target);
        return found;
    }

    private Link? FindLink(int index, Action<NetlinkRequest> select, string target)
    {
        Span<byte> header = stackalloc byte[16];
        header.Clear();
        MemoryMarshal.Write(header[4..], index);
        var request = new NetlinkRequest(RouteMessage.Link + RouteMessage.Get, NetlinkFlags.Acknowledge).Fixed(header);
        select(request);
        Link? found = null;
        var answer = _client.Ask(request, "RTM_GETLINK", target, (in NetlinkMessageReader message) => found = Link.Parse(message.Payload));
        return AbsentOr(answer, found, "RTM_GETLINK", target);
    }

    private List<T> Dump<T>(int kind, byte family, int headerLength, string target, Action<NetlinkRequest>? filter = null, NetlinkParser<T>? parser = null)
        where T : NetworkObject
    {
        Span<byte> header = stackalloc byte[headerLength];
        header.Clear();
        header[0] = family;
        var request = new NetlinkRequest(kind + RouteMessage.Get, NetlinkFlags.Dump).Fixed(header);
        filter?.Invoke(request);
        return _client.Dump(request, "dump", target, parser ?? ((in NetlinkMessageReader message) => NetworkObject.Parse(message, out _) as T));
    }
}
