using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.Netlink;

/// <summary>What a newer kernel adds to its messages is passed over, at any depth: the rest is read as before.</summary>
public sealed class UnknownAttributeTests
{
    /// <summary>No kernel has as many in any message that is read here.</summary>
    private const int Unknown = 0x3f00;

    private const int Deep = 500;

    private static readonly WireGuardKey Key = WireGuardKey.Parse("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");

    /// <summary>The message, and how its parser's result reads; what is added is at the top and inside of each nest that the parser goes into.</summary>
    private static readonly Dictionary<string, Func<Action<NetlinkRequest>, string?>> Messages = new(StringComparer.Ordinal)
    {
        ["link"] = add => Link.Parse(Payload([0, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], m =>
        {
            m.Text(LinkAttribute.Name, "wg0").UInt32(LinkAttribute.Mtu, 1340);
            add(m);
            m.Nest(LinkAttribute.Information, inner =>
            {
                add(inner);
                inner.Text(LinkAttribute.Kind, "wireguard");
            });
        }))?.ToString(),
        ["route"] = add => Route.Parse(Payload([2, 24, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0], m =>
        {
            add(m);
            m.Address(RouteAttribute.Destination, IPAddress.Parse("10.9.0.0")).UInt32(RouteAttribute.OutputLink, 7);
            m.Nest(RouteAttribute.Metrics, inner =>
            {
                inner.UInt32(RouteAttribute.MetricMtu, 1300);
                add(inner);
            });
        })) is { Mtu: 1300 } route ? $"{route.Destination} {route.OutputLink} {route.Mtu}" : null,
        ["rule"] = add => PolicyRule.Parse(Payload([2, 0, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0], m =>
        {
            add(m);
            m.UInt32(RuleAttribute.Priority, 9).UInt32(RuleAttribute.Mark, 7).UInt32(RuleAttribute.MarkMask, 15);
        })) is { Family: AddressFamily.InterNetwork, Priority: 9, Mark: 7, MarkMask: 15 } rule ? (rule with { IsPartlyRead = false }).ToString() : null, // It is told, as such a rule is left alone.
        ["neighbour"] = add => Neighbour.Parse(Payload([2, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0], m =>
        {
            add(m);
            m.Address(1, IPAddress.Parse("10.9.0.2"));
        }))?.ToString(),
        ["WireGuard"] = add => DeviceParser.Parse(Payload([0, 1, 0, 0], m =>
        {
            m.Text(WireGuardAttribute.Name, "wg0");
            add(m);
            m.UInt16(WireGuardAttribute.ListenPort, 51820).Nest(WireGuardAttribute.Peers, peers => peers.Nest(0, peer =>
            {
                add(peer);
                peer.Bytes(WireGuardAttribute.PeerPublicKey, Key.ToBytes()).Nest(WireGuardAttribute.PeerAllowedIPs, all => all.Nest(0, one =>
                {
                    one.UInt16(WireGuardAttribute.AllowedFamily, 2).Address(WireGuardAttribute.AllowedAddress, IPAddress.Parse("192.168.0.1")).Byte(WireGuardAttribute.AllowedLength, 32);
                    add(one);
                }));
            }));
        })) is { Name: "wg0", ListenPort: 51820, Peers: [{ AllowedIPs: [var allowed] } peer] } ? $"{peer.PublicKey} {allowed}" : null,
    };

    public static TheoryData<string> Kinds => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_unknown_attribute_is_passed_over(string kind) => AssertPassedOver(kind, m => m.UInt32(Unknown, 4711).Flag(Unknown + 1));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nests_deeper_than_any_parser_goes_are_passed_over(string kind) => AssertPassedOver(kind, m => Nest(m, Deep));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_unknown_attribute_of_a_wrong_length_drops_the_message(string kind)
    {
        // Of four bytes that say that they are two: the walk cannot go on behind them.
        Assert.Null(Messages[kind](m => m.Fixed([2, 0, 0, 0x3f])));
    }

    private static void AssertPassedOver(string kind, Action<NetlinkRequest> add)
    {
        var plain = Messages[kind](_ => { });
        Assert.NotNull(plain);
        Assert.Equal(plain, Messages[kind](add));
    }

    private static void Nest(NetlinkRequest request, int depth) => request.Nest(Unknown, inner =>
    {
        if (depth > 1)
        {
            Nest(inner, depth - 1);
        }
    });

    private static byte[] Payload(byte[] header, Action<NetlinkRequest> content)
    {
        var request = new NetlinkRequest(0, NetlinkFlags.None).Fixed(header);
        content(request);
        return request.ToMessage(0)[NetlinkMessageReader.HeaderLength..].ToArray();
    }
}
