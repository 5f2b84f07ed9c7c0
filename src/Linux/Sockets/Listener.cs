using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Sockets;

/// <summary>A socket that waits for others: TCP that listens, or UDP that is bound and not connected (struct inet_diag_msg).</summary>
public sealed record Listener
{
    private const int Fixed = 72;
    private const int OnlyIPv6Attribute = 11;

    public required ProtocolType Protocol { get; init; }

    /// <summary>0.0.0.0 or :: for all addresses.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>Bound to the link of this index; 0 for any.</summary>
    public int Link { get; init; }

    /// <summary>Of an IPv6 socket: IPv4 is refused (IPV6_V6ONLY). Null when the kernel does not tell.</summary>
    public bool? IsOnlyIPv6 { get; init; }

    /// <summary>Of its maker.</summary>
    public uint User { get; init; }

    /// <summary>0 for a socket of the kernel's own, such as its WireGuard's.</summary>
    public uint Inode { get; init; }

    /// <summary>TCP: connections that wait to be accepted; many of them when the program hangs.</summary>
    public uint Waiting { get; init; }

    public bool IsKernel => Inode == 0;

    /// <summary>Whether it takes what comes to an IPv4 address of this host.</summary>
    public bool TakesIPv4 => Local.AddressFamily == AddressFamily.InterNetwork || (IsOnlyIPv6 == false && Local.Address.Equals(IPAddress.IPv6Any)) || Local.Address.IsIPv4MappedToIPv6;

    /// <returns>Null when malformed.</returns>
    internal static Listener? Parse(ProtocolType protocol, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Fixed || !KernelFamily.IsKnown(payload[0]))
        {
            return null;
        }

        bool? only = null;
        var reader = new AttributeReader(payload[Fixed..]);
        while (reader.Read())
        {
            only = reader.Type == OnlyIPv6Attribute ? reader.GetByte() != 0 : only;
        }

        var address = new IPAddress(payload.Slice(8, KernelFamily.Width(payload[0]) / 8));
        return reader.IsMalformed ? null : new Listener
        {
            Protocol = protocol,
            Local = new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(payload[4..])),
            Link = MemoryMarshal.Read<int>(payload[40..]),
            IsOnlyIPv6 = payload[0] == KernelFamily.IPv6 ? only : null,
            Waiting = protocol == ProtocolType.Tcp ? MemoryMarshal.Read<uint>(payload[56..]) : 0,
            User = MemoryMarshal.Read<uint>(payload[64..]),
            Inode = MemoryMarshal.Read<uint>(payload[68..]),
        };
    }

    /// <summary>Whether the socket is connected to somewhere.</summary>
    internal static bool IsConnected(ReadOnlySpan<byte> payload) => payload.Length >= Fixed && BinaryPrimitives.ReadUInt16BigEndian(payload[6..]) != 0;
}
