using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>What rtnetlink(7) keeps: <see cref="Link"/>, <see cref="InterfaceAddress"/>, <see cref="Route"/>, <see cref="PolicyRule"/>, <see cref="Neighbour"/> or <see cref="NetConfiguration"/>. Two are equal when all that is told of them is.</summary>
public abstract record NetworkObject
{
    /// <summary>Reads a message of rtnetlink.</summary>
    /// <param name="isMalformed">The message contradicts itself; a message of another kind or family is only not wanted.</param>
    /// <returns>Null when it is malformed or not wanted.</returns>
    internal static NetworkObject? Parse(in NetlinkMessageReader message, out bool isMalformed)
    {
        isMalformed = false;
        var payload = message.Payload;

        // Bridges tell of their ports as links of family 7; a port that leaves its bridge is no link that goes.
        var family = payload.IsEmpty ? (byte)255 : payload[0];
        var kind = message.Type & ~3;
        if (!(kind == RouteMessage.Link ? family == KernelFamily.Any : KernelFamily.IsKnown(family)))
        {
            isMalformed = payload.IsEmpty;
            return null;
        }

        NetworkObject? parsed;
        switch (kind)
        {
            case RouteMessage.Link:
                parsed = Link.Parse(payload);
                break;
            case RouteMessage.Address:
                parsed = InterfaceAddress.Parse(payload);
                break;
            case RouteMessage.Route:
                parsed = Route.Parse(payload);
                break;
            case RouteMessage.Neighbour:
                parsed = Neighbour.Parse(payload);
                break;
            case RouteMessage.Rule:
                parsed = PolicyRule.Parse(payload);
                break;
            case RouteMessage.NetConfiguration:
                parsed = NetConfiguration.Parse(payload);
                break;
            default:
                return null;
        }

        isMalformed = parsed is null;
        return parsed is Route { IsCached: true } ? null : parsed;
    }
}
