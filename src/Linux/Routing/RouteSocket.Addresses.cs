using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

public sealed partial class RouteSocket
{
    private const AddressFlags Settable = AddressFlags.NoDuplicateDetection | AddressFlags.NoPrefixRoute | AddressFlags.Optimistic;

    /// <summary>Adds an address without a lifetime. Of its flags those count that can be asked for: no duplicate detection, no prefix route, optimistic. EEXIST: it is there.</summary>
    public void AddAddress(InterfaceAddress address) => ChangeAddress(address, NetlinkFlags.Create | NetlinkFlags.Exclusive, isAdded: true);

    /// <summary>As <see cref="AddAddress"/>, or makes one that is there permanent and no longer deprecated.</summary>
    public void RenewAddress(InterfaceAddress address) => ChangeAddress(address, NetlinkFlags.Create | NetlinkFlags.Replace, isAdded: true);

    /// <summary>Removes an address by link, address, prefix length and peer. With the first IPv4 address of a subnet the others of it go too, unless promote_secondaries is set. EADDRNOTAVAIL: it is gone already.</summary>
    public void RemoveAddress(InterfaceAddress address) => ChangeAddress(address, NetlinkFlags.None, isAdded: false);

    private void ChangeAddress(InterfaceAddress address, NetlinkFlags flags, bool isAdded)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(address.Link);
        Span<byte> header = stackalloc byte[8];
        header.Clear();
        header[0] = KernelFamily.Of(address.Family);
        header[1] = checked((byte)address.PrefixLength);
        header[3] = (byte)address.Scope;
        MemoryMarshal.Write(header[4..], address.Link);
        var request = new NetlinkRequest(RouteMessage.Address + (isAdded ? 0 : RouteMessage.Delete), NetlinkFlags.Acknowledge | flags)
            .Fixed(header)
            .Address(AddressAttribute.Local, address.Address)
            .Address(AddressAttribute.Address, address.Peer ?? address.Address);
        if (isAdded)
        {
            request.UInt32(AddressAttribute.Flags, (uint)(address.Flags & Settable));
            Forever(request);
        }

        _client.Request(request, isAdded ? "add address" : "remove address", $"{address} of link #{address.Link}");
    }

    /// <summary>struct ifa_cacheinfo: preferred and valid without end.</summary>
    private static void Forever(NetlinkRequest request)
    {
        Span<uint> lifetimes = [uint.MaxValue, uint.MaxValue, 0, 0];
        request.Bytes(AddressAttribute.Lifetimes, MemoryMarshal.AsBytes(lifetimes));
    }
}
