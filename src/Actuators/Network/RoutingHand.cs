using System.Globalization;
using System.Net;
using EventOps.Actuators.Network.Reversals;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Routing;
using EventOps.Linux.Sysctls;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>Links, addresses, routes, policy rules and kernel parameters, by rtnetlink(7) and /proc/sys.</summary>
public sealed class RoutingHand(NetworkNamespace network, TimeProvider time) : IActuator, IDisposable
{
    /// <summary>Duplicate detection of IPv6 (RFC 4862, 5.4): up to a second of delay, and a second for an answer; with room for a busy host.</summary>
    private static readonly TimeSpan DuplicateDetection = TimeSpan.FromSeconds(4);

    private readonly Lazy<RouteSocket> _socket = new(() => RouteSocket.Open(network));

    private RouteSocket Socket => _socket.Value;

    public bool CanCarryOut(Intent intent) =>
        intent is SetLink or SetMaster or RenameLink or AddAddress or RemoveAddress or AddRoute or RemoveRoute or AddRoutingRule or RemoveRoutingRule or SetParameter;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IStep>>([.. Plan(intent)]);

    public void Dispose()
    {
        if (_socket.IsValueCreated)
        {
            _socket.Value.Dispose();
        }
    }

    private IEnumerable<IStep> Plan(Intent intent) => intent switch
    {
        SetLink set => Link(set),
        SetMaster set => [Set(set)],
        RenameLink rename => [Rename(rename)],
        AddAddress add => [Add(add)],
        RemoveAddress remove => [Remove(remove)],
        AddRoute add => [Add(add.Route)],
        RemoveRoute remove => [Remove(remove.Route)],
        AddRoutingRule add => [Add(add.Rule)],
        RemoveRoutingRule remove => [Remove(remove.Rule)],
        SetParameter set => [Set(set)],
        _ => throw new PlanException($"{intent.GetType().Name} is not for this hand"),
    };

    private IEnumerable<IStep> Link(SetLink set)
    {
        // The MTU first: below what IPv6 needs, coming up would bring none of its addresses.
        if (set.Mtu != 0)
        {
            yield return new CorrectionStep(
                string.Create(CultureInfo.InvariantCulture, $"set {set.Link} to MTU {set.Mtu}"),
                () => Socket.FindLink(set.Link) is not { } link || link.Mtu == set.Mtu,
                () => Socket.SetLinkMtu(Find(set.Link).Index, set.Mtu));
        }

        // A link goes down before it goes for good; then there is nothing to set up any more.
        yield return new CorrectionStep(
            $"set {set.Link} up", () => Socket.FindLink(set.Link) is not { IsUp: false }, () => Socket.SetLinkUp(Find(set.Link).Index, true), words: ("up", "down"));
    }

    private CorrectionStep Set(SetMaster set)
    {
        return new CorrectionStep(
            set.Master.Length == 0 ? $"take {set.Link} out of what it belongs to" : $"set {set.Link} to belong to {set.Master}",
            () => Socket.FindLink(set.Link) is not { } link || link.Master == Master(),
            () => Socket.SetLinkMaster(Find(set.Link).Index, Master()),
            () => Master() < 0 ? new Obstacle($"there is no link {set.Master}", $"make it, or correct master of {set.Link} in the settings") : null,
            reversal: () => Socket.FindLink(set.Link) is { } link
                ? new MasterReversal(set.Link, link.Master == 0 ? "" : Socket.FindLink(link.Master)?.Name ?? "")
                : null);

        int Master() => set.Master.Length == 0 ? 0 : Socket.FindLink(set.Master)?.Index ?? -1;
    }

    private CorrectionStep Rename(RenameLink rename)
    {
        return new CorrectionStep(
            $"rename {rename.From} to {rename.Link}",
            () => Socket.FindLink(rename.Link)?.Index == rename.Index,
            () => Rename(rename.Index, rename.Link),
            () => Socket.FindLink(rename.Link) is not null ? new Obstacle($"there is another {rename.Link} by now", "see: ip link")
                : Socket.FindLink(rename.Index)?.Name != rename.From ? new Obstacle($"{rename.From} is gone, or called something else", "see: ip link")
                : null,
            words: ($"called {rename.Link}", $"called {rename.From}"));
    }

    private void Rename(int link, string name)
    {
        try
        {
            Socket.RenameLink(link, name);
        }
        catch (LinuxException e) when (e.Errno is Errno.EBUSY)
        {
            // Kernels before 6.2 rename it while it is down; it must not stay so when even that is refused.
            Socket.SetLinkUp(link, false);
            try
            {
                Socket.RenameLink(link, name);
            }
            finally
            {
                Socket.SetLinkUp(link, true);
            }
        }
    }

    private CorrectionStep Add(AddAddress add)
    {
        return new CorrectionStep(
            $"add {add.Address} to {add.Link}",
            () => IsGone(add.Link) || (Found() is { IsUsable: true } found && !found.Flags.HasFlag(AddressFlags.Deprecated)),
            () =>
            {
                // IPv6 has an address once on a link: while it stands there with another length, the kernel says yes and adds none.
                foreach (var old in Standing().Where(a => a.Flags.HasFlag(AddressFlags.DuplicateDetectionFailed) || (IsIPv6(a) && a.PrefixLength != add.Address.Length)))
                {
                    RemoveIfThere(old);
                }

                Socket.RenewAddress(new InterfaceAddress { Link = Find(add.Link).Index, Address = add.Address.Address, PrefixLength = add.Address.Length });
            },
            // The kernel would refuse it, and it would be waited for all the same.
            () => add.Address.IsIPv6 && Sysctl.TryRead(network, SysctlName.Parse($"net/ipv6/conf/{add.Link}/disable_ipv6")) == "1"
                ? new Obstacle($"IPv6 is disabled on {add.Link}", $"set net.ipv6.conf.{add.Link}.disable_ipv6 to 0")
                : null,
            words: ("there", "missing"),
            settles: (DuplicateDetection, time));

        InterfaceAddress? Found() => Standing().Find(a => a.PrefixLength == add.Address.Length);

        List<InterfaceAddress> Standing()
        {
            var link = Find(add.Link).Index;
            return Socket.ReadAddresses().FindAll(a => a.Link == link && a.Address.Equals(add.Address.Address));
        }

        static bool IsIPv6(InterfaceAddress address) => address.Family is System.Net.Sockets.AddressFamily.InterNetworkV6;
    }

    private CorrectionStep Remove(RemoveAddress remove)
    {
        return new CorrectionStep(
            $"remove {remove.Address} from {remove.Link}", () => Found() is null, () => RemoveIfThere(Found()), words: ("gone", "there"));

        InterfaceAddress? Found() => Socket.FindLink(remove.Link) is not { } link ? null
            : Socket.ReadAddresses().Find(a => a.Link == link.Index && a.PrefixLength == remove.Address.Length && a.Address.Equals(remove.Address.Address));
    }

    /// <summary>A wrong address may be taken away by two corrections at once: its own, and that of the right one in its place.</summary>
    private void RemoveIfThere(InterfaceAddress? address)
    {
        try
        {
            if (address is not null)
            {
                Socket.RemoveAddress(address);
            }
        }
        catch (LinuxException e) when (e.Errno == Errno.EADDRNOTAVAIL)
        {
        }
    }

    private CorrectionStep Add(WantedRoute wanted)
    {
        return new CorrectionStep(
            $"add route {wanted}",
            () => IsGone(wanted.Link) || IsThere(),
            () =>
            {
                try
                {
                    Socket.AddRoute(Kernels());
                }
                catch (LinuxException e) when (e.Errno == Errno.EEXIST && WithOtherSource() is not null)
                {
                    Socket.ReplaceRoute(Kernels());
                }
            },
            words: ("there", "missing"),
            reversal: () => WithOtherSource() is { } old ? RoutingReversals.Of(old, Socket, isAdded: true) : RoutingReversals.Of(Kernels(), Socket, isAdded: false));

        // Asking which way a packet would go is quick with tables of any length; a dump settles what that does not.
        bool IsThere() => Sample(wanted.To) is { } address
            && Socket.Look(new RouteQuery(address) { IsAsInTable = true }) is { Route: { } used }
            && used.Table == wanted.Table && used.Destination.Equals(Destination()) && Is(used)
            || Socket.ReadRoutes(Destination(), wanted.Table).Exists(Is);

        // IPv4 has one route of a destination and metric, which then is this one.
        Route? WithOtherSource() =>
            wanted.Source is null ? null : Socket.ReadRoutes(Destination(), wanted.Table).Find(r => IsAlong(r) && !Is(r) && r.Metric == Kernels().Metric);

        IPNetwork Destination() => new(wanted.To.Address, wanted.To.Length);

        bool Is(Route route) => IsAlong(route) && NetworkMatching.IsSource(route.PreferredSource, wanted);

        bool IsAlong(Route route) =>
            route.Type is RouteType.Unicast && route.OutputLink == Find(wanted.Link).Index && Equals(route.Gateway?.ToString(), wanted.Via);

        Route Kernels() => new()
        {
            Destination = Destination(),
            Table = wanted.Table,
            Metric = wanted.Metric == 0 && !wanted.To.IsIPv6 ? 0 : wanted.KernelMetric,
            Gateway = wanted.Via is null ? null : IPAddress.Parse(wanted.Via),
            OutputLink = Find(wanted.Link).Index,
            PreferredSource = wanted.Source is null ? null : IPAddress.Parse(wanted.Source),
            Scope = wanted.Via is null && !wanted.To.IsIPv6 ? RouteScope.Link : RouteScope.Universe,
            Protocol = wanted.Comes is null ? RouteProtocol.Static : RouteProtocol.Kernel,
        };
    }

    private CorrectionStep Remove(NetworkRoute route)
    {
        return new CorrectionStep($"remove route {route}", () => Found() is null, () => Socket.RemoveRoute(Found()!), words: ("gone", "there"),
            reversal: () => Found() is { } found ? RoutingReversals.Of(found, Socket, isAdded: true) : null);

        Route? Found()
        {
            var link = route.Link.Length == 0 ? 0 : Socket.FindLink(route.Link)?.Index ?? -1;
            return Socket.ReadRoutes(new IPNetwork(route.To.Address, route.To.Length), route.Table).Find(r =>
                r.Metric == route.Metric
                && r.Type.ToString().Equals(route.Type, StringComparison.OrdinalIgnoreCase) && Equals(r.Gateway?.ToString(), route.Via)
                && (r.OutputLink == link || (link == 0 && r.Type is not RouteType.Unicast)) && (int)r.Protocol == route.Protocol);
        }
    }

    private CorrectionStep Remove(RoutingRule rule)
    {
        return new CorrectionStep($"remove {rule}", () => Find(rule) is null, () => Socket.RemoveRule(Find(rule)!), words: ("gone", "there"),
            reversal: () => Find(rule) is { } found ? RoutingReversals.Of(found, isAdded: true) : null);
    }

    private CorrectionStep Add(RoutingRule rule)
    {
        return new CorrectionStep($"add {rule}", () => Find(rule) is not null, () => Socket.AddRule(rule.ToPolicyRule()), words: ("there", "missing"),
            reversal: () => RoutingReversals.Of(rule.ToPolicyRule(), isAdded: false));
    }

    /// <summary>By all that tells it from others.</summary>
    private PolicyRule? Find(RoutingRule rule) => Socket.ReadRules().Find(r => r.ToFact() == rule);

    private CorrectionStep Set(SetParameter set)
    {
        var name = SysctlName.Parse(set.Name);
        return new CorrectionStep($"set {name} to {set.Value}", () => Sysctl.TryRead(network, name) == set.Value, () => Sysctl.Write(network, name, set.Value));
    }

    /// <summary>A link that goes for good loses its addresses and routes first: they are no longer wanted then, and that is no failure.</summary>
    private bool IsGone(string link) => Socket.FindLink(link) is null;

    private Link Find(string name) =>
        Socket.FindLink(name) ?? throw new LinuxException("find", $"link {name}", Errno.ENODEV, "it is gone; it is made again first");

    /// <summary>An address in the prefix that is no subnet's own; null when there is none.</summary>
    private static IPAddress? Sample(Cidr prefix)
    {
        if (prefix.IsHost)
        {
            return prefix.Address;
        }

        var bytes = prefix.Address.GetAddressBytes();
        bytes[^1] |= 1;
        return prefix.IsEverything ? null : new IPAddress(bytes);
    }
}
