using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>A link's counters since it was made (struct rtnl_link_stats64). Of a WireGuard link: send errors mean no peer, no endpoint or a local drop; receive and frame errors mean that a peer sent from an address outside its allowed IPs.</summary>
public sealed record LinkStatistics
{
    private const int HeaderLength = 12;
    private const int Link64 = 1;
    private const int Needed = 14 * sizeof(ulong);

    public ulong ReceivedPackets { get; init; }

    public ulong SentPackets { get; init; }

    public ulong ReceivedBytes { get; init; }

    public ulong SentBytes { get; init; }

    public ulong ReceiveErrors { get; init; }

    public ulong SendErrors { get; init; }

    public ulong ReceiveDropped { get; init; }

    public ulong SendDropped { get; init; }

    public ulong ReceiveFrameErrors { get; init; }

    /// <summary>Reads struct if_stats_msg and its attributes.</summary>
    /// <returns>Null when malformed, or without the counters.</returns>
    public static LinkStatistics? Parse(ReadOnlySpan<byte> payload)
    {
        LinkStatistics? found = null;
        var reader = new AttributeReader(payload.Length < HeaderLength ? default : payload[HeaderLength..]);
        while (reader.Read())
        {
            found = reader.Type == Link64 && reader.Value.Length >= Needed ? Of(MemoryMarshal.Cast<byte, ulong>(reader.Value)) : found;
        }

        return reader.IsMalformed ? null : found;
    }

    private static LinkStatistics Of(ReadOnlySpan<ulong> counters) => new()
    {
        ReceivedPackets = counters[0],
        SentPackets = counters[1],
        ReceivedBytes = counters[2],
        SentBytes = counters[3],
        ReceiveErrors = counters[4],
        SendErrors = counters[5],
        ReceiveDropped = counters[6],
        SendDropped = counters[7],
        ReceiveFrameErrors = counters[13],
    };
}
