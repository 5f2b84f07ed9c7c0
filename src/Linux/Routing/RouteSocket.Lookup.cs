using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

public sealed partial class RouteSocket
{
    // RTM_F_LOOKUP_TABLE, RTM_F_FIB_MATCH.
    private const uint TellTable = 0x1000;
    private const uint TellEntry = 0x2000;

    /// <summary>Asks the kernel where a packet would go, policy rules and all; sends nothing.</summary>
    /// <exception cref="LinuxException">The question itself was refused (ENODEV: no such link).</exception>
    public RouteLookup Look(RouteQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Route? found = null;
        var target = $"to {query.Destination}";
        var answer = _client.Ask(ToRequest(query), "RTM_GETROUTE", target, (in NetlinkMessageReader message) => found = Route.Parse(message.Payload));

        // A blackhole says EINVAL without words; a question that is refused has them.
        if (answer.Errno is not (0 or Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL) || answer.Explanation.Length > 0)
        {
            NetlinkClient.ThrowIfRefused(answer, "RTM_GETROUTE", target);
        }

        return RouteLookup.Of(found, answer.Errno);
    }

    private static NetlinkRequest ToRequest(RouteQuery query)
    {
        var family = KernelFamily.Of(query.Destination.AddressFamily);
        var width = (byte)KernelFamily.Width(family);
        Span<byte> header = stackalloc byte[12];
        header.Clear();
        (header[0], header[1], header[2]) = (family, width, query.Source is null ? (byte)0 : width);

        // IPv6 always tells it, and refuses the question.
        MemoryMarshal.Write(header[8..], (family == KernelFamily.IPv4 ? TellTable : 0u) | (query.IsAsInTable ? TellEntry : 0u));
        var request = new NetlinkRequest(RouteMessage.Route + RouteMessage.Get, NetlinkFlags.Acknowledge)
            .Fixed(header)
            .Address(RouteAttribute.Destination, query.Destination);
        if (query.Source is { } source)
        {
            request.Address(RouteAttribute.Source, source);
        }

        foreach (var (type, value) in (ReadOnlySpan<(int, uint)>)
            [(RouteAttribute.OutputLink, (uint)query.OutputLink), (RouteAttribute.InputLink, (uint)query.InputLink), (RouteAttribute.Mark, query.Mark)])
        {
            if (value != 0)
            {
                request.UInt32(type, value);
            }
        }

        if (query.IPProtocol != 0)
        {
            request.Byte(RouteAttribute.IPProtocol, query.IPProtocol);
            if (query.DestinationPort != 0)
            {
                request.UInt16BigEndian(RouteAttribute.DestinationPort, query.DestinationPort);
            }
        }

        return request;
    }
}
