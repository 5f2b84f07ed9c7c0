using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>NUD_* of linux/neighbour.h.</summary>
[Flags]
public enum NeighbourState
{
    None = 0,

    /// <summary>Asked for, no answer yet.</summary>
    Incomplete = 1,
    Reachable = 2,
    Stale = 4,
    Delay = 8,
    Probe = 0x10,

    /// <summary>No answer.</summary>
    Failed = 0x20,
    NoArp = 0x40,
    Permanent = 0x80,
}

/// <summary>A neighbour on a link: ARP or IPv6 neighbour discovery (RTM_NEWNEIGH).</summary>
public sealed record Neighbour : NetworkObject
{
    private const int HeaderLength = 12;
    private const int DestinationAttribute = 1;
    private const int HardwareAttribute = 2;
    private const int RouterFlag = 0x80;

    public required int Link { get; init; }

    public required IPAddress Address { get; init; }

    public NeighbourState State { get; init; }

    /// <summary>Empty while it is not known.</summary>
    public string HardwareAddress { get; init; } = "";

    public bool IsRouter { get; init; }

    /// <summary>Reads struct ndmsg and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static Neighbour? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength || !KernelFamily.IsKnown(payload[0]))
        {
            return null;
        }

        IPAddress? address = null;
        var hardware = "";
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case DestinationAttribute: address = reader.GetAddress(); break;
                case HardwareAttribute: hardware = Hardware.Format(reader.Value); break;
            }
        }

        return reader.IsMalformed || address?.AddressFamily != KernelFamily.ToNet(payload[0]) ? null : new Neighbour
        {
            Link = MemoryMarshal.Read<int>(payload[4..]),
            Address = address,
            State = (NeighbourState)MemoryMarshal.Read<ushort>(payload[8..]),
            HardwareAddress = hardware,
            IsRouter = (payload[10] & RouterFlag) != 0,
        };
    }
}
