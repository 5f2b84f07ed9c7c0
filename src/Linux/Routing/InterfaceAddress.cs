using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>IFA_F_* of linux/if_addr.h.</summary>
[Flags]
public enum AddressFlags
{
    None = 0,

    /// <summary>IPv4: not the first of its subnet, and by default removed with the first. IPv6: a temporary one.</summary>
    Secondary = 1,
    NoDuplicateDetection = 2,
    Optimistic = 4,

    /// <summary>Another host has it: it is not used.</summary>
    DuplicateDetectionFailed = 8,

    /// <summary>Not chosen as the source of new connections: its preferred lifetime is over.</summary>
    Deprecated = 0x20,

    /// <summary>Not usable yet: duplicate detection goes on.</summary>
    Tentative = 0x40,

    /// <summary>Without a lifetime.</summary>
    Permanent = 0x80,
    ManageTemporary = 0x100,

    /// <summary>No route for its subnet came with it.</summary>
    NoPrefixRoute = 0x200,
    MulticastAutoJoin = 0x400,
    StablePrivacy = 0x800,
}

/// <summary>An address of a link (RTM_NEWADDR).</summary>
public sealed record InterfaceAddress : NetworkObject
{
    private const int HeaderLength = 8;

    /// <summary>The link's index.</summary>
    public required int Link { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>0 to 32 or 128.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>The other end of a point-to-point address; null when there is none.</summary>
    public IPAddress? Peer { get; init; }

    public AddressFlags Flags { get; init; }

    public RouteScope Scope { get; init; }

    public AddressFamily Family => Address.AddressFamily;

    /// <summary>Whether the kernel sends from it: past duplicate detection.</summary>
    public bool IsUsable => (Flags & (AddressFlags.Tentative | AddressFlags.DuplicateDetectionFailed)) == 0 || Flags.HasFlag(AddressFlags.Optimistic);

    /// <summary>The subnet that the address lies in.</summary>
    public IPNetwork Subnet => KernelFamily.Network(KernelFamily.Of(Family), Address.GetAddressBytes(), PrefixLength)!.Value;

    /// <summary>Reads struct ifaddrmsg and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static InterfaceAddress? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength || !KernelFamily.IsKnown(payload[0]) || payload[1] > KernelFamily.Width(payload[0]))
        {
            return null;
        }

        IPAddress? address = null;
        IPAddress? local = null;
        uint flags = payload[2];
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case AddressAttribute.Address: address = reader.GetAddress(); break;
                case AddressAttribute.Local: local = reader.GetAddress(); break;
                case AddressAttribute.Flags: flags = reader.GetUInt32(); break;
            }
        }

        var own = local ?? address;
        var family = KernelFamily.ToNet(payload[0]);
        return reader.IsMalformed || own?.AddressFamily != family || (address ?? own).AddressFamily != family ? null : new InterfaceAddress
        {
            Link = MemoryMarshal.Read<int>(payload[4..]),
            Address = own,
            PrefixLength = payload[1],
            Peer = address is null || address.Equals(own) ? null : address,
            Flags = (AddressFlags)flags,
            Scope = (RouteScope)payload[3],
        };
    }

    /// <summary>"192.168.0.2/24".</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
