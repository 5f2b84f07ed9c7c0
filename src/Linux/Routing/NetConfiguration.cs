using System.Net.Sockets;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>The few kernel parameters of which the kernel tells changes (RTM_NEWNETCONF). A change's message holds only what changed; a dump holds all.</summary>
public sealed record NetConfiguration : NetworkObject
{
    /// <summary>As <see cref="Link"/>: net.ipv4.conf.all.</summary>
    public const int All = -1;

    /// <summary>As <see cref="Link"/>: net.ipv4.conf.default.</summary>
    public const int Default = -2;

    private const int LinkAttribute = 1;
    private const int ForwardingAttribute = 2;
    private const int ReversePathFilterAttribute = 3;
    private const int ProxyNeighbourAttribute = 5;
    private const int IgnoreLinkDownAttribute = 6;

    public required AddressFamily Family { get; init; }

    /// <summary>A link's index, <see cref="All"/> or <see cref="Default"/>.</summary>
    public required int Link { get; init; }

    /// <summary>Null when the message does not tell.</summary>
    public bool? IsForwarding { get; init; }

    /// <summary>0 off, 1 strict, 2 loose; the larger one of the link's and all's holds. IPv4 only.</summary>
    public int? ReversePathFilter { get; init; }

    public bool? IsProxyNeighbour { get; init; }

    public bool? IgnoresRoutesWithLinkDown { get; init; }

    /// <summary>Reads struct netconfmsg and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static NetConfiguration? Parse(ReadOnlySpan<byte> payload)
    {
        // One byte, padded to four.
        if (payload.Length < 4 || !KernelFamily.IsKnown(payload[0]))
        {
            return null;
        }

        var (link, forwarding, filter, proxy, ignores) = (0, (int?)null, (int?)null, (int?)null, (int?)null);
        var reader = new AttributeReader(payload[4..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case LinkAttribute: link = reader.GetInt32(); break;
                case ForwardingAttribute: forwarding = reader.GetInt32(); break;
                case ReversePathFilterAttribute: filter = reader.GetInt32(); break;
                case ProxyNeighbourAttribute: proxy = reader.GetInt32(); break;
                case IgnoreLinkDownAttribute: ignores = reader.GetInt32(); break;
            }
        }

        return reader.IsMalformed || link is 0 or < Default ? null : new NetConfiguration
        {
            Family = KernelFamily.ToNet(payload[0]),
            Link = link,
            IsForwarding = forwarding is null ? null : forwarding != 0,
            ReversePathFilter = filter,
            IsProxyNeighbour = proxy is null ? null : proxy != 0,
            IgnoresRoutesWithLinkDown = ignores is null ? null : ignores != 0,
        };
    }
}
