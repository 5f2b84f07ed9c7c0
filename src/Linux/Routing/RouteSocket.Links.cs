using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

public sealed partial class RouteSocket
{
    /// <summary>Sets a link up or down. Down takes its IPv4 routes and IPv6 addresses with it.</summary>
    public void SetLinkUp(int link, bool isUp)
    {
        if (isUp)
        {
            // Before, as the kernel may tell of it before it answers.
            LinksSetUp[link] = true;
        }

        ChangeLink(link, RouteMessage.Link, $"link #{link} {(isUp ? "up" : "down")}", isUp ? LinkFlags.Up : LinkFlags.None, LinkFlags.Up);
    }

    /// <param name="mtu">In bytes. Under 1280 the kernel takes IPv6 off the link, addresses and all.</param>
    public void SetLinkMtu(int link, int mtu) =>
        ChangeLink(link, RouteMessage.Link, $"link #{link} mtu {mtu}", content: b => b.UInt32(LinkAttribute.Mtu, (uint)mtu));

    /// <param name="master">The bridge, bond or VRF that it is to belong to; 0 for none.</param>
    public void SetLinkMaster(int link, int master) =>
        ChangeLink(link, RouteMessage.Link, $"link #{link} master #{master}", content: b => b.UInt32(LinkAttribute.Master, (uint)master));

    /// <summary>Gives a link another name; the kernel since 6.2 takes that while it is up, older ones only while it is down (EBUSY).</summary>
    public void RenameLink(int link, string name) =>
        ChangeLink(link, RouteMessage.Link, $"link #{link} name {name}", content: b => b.Text(LinkAttribute.Name, name));

    /// <summary>Moves a link to another namespace. There it is down and without addresses, and may get another index.</summary>
    public void MoveLink(int link, NetworkNamespace target)
    {
        using var there = FileDescriptor.Open(LinuxPath.FromString(target.Path), OpenMode.Read);
        ChangeLink(link, RouteMessage.Link, $"link #{link} to {target}", content: b => b.UInt32(LinkAttribute.NamespaceDescriptor, (uint)there.DangerousGetHandle()));
    }

    /// <summary>Deletes a link made by software. ENODEV: it is gone already.</summary>
    public void RemoveLink(int link) => ChangeLink(link, RouteMessage.Link + RouteMessage.Delete, $"link #{link}");

    /// <summary>Makes a link of a kind without settings: "wireguard", "dummy", "bridge". EOPNOTSUPP: this kernel lacks the kind; EEXIST: the name is taken.</summary>
    public void CreateLink(string name, string kind) => CreateLink(name, kind, null);

    /// <summary>Makes a pair of links, each the other's end.</summary>
    /// <param name="peerNetwork">Where the other end begins its life; null for here.</param>
    public void CreateVethPair(string name, string peer, NetworkNamespace? peerNetwork = null)
    {
        using var there = peerNetwork is null ? null : FileDescriptor.Open(LinuxPath.FromString(peerNetwork.Path), OpenMode.Read);
        CreateLink(name, "veth", data => data.Nest(LinkAttribute.VethPeer, end =>
        {
            end.Fixed(new byte[16]).Text(LinkAttribute.Name, peer);
            if (there is not null)
            {
                end.UInt32(LinkAttribute.NamespaceDescriptor, (uint)there.DangerousGetHandle());
            }
        }));
    }

    private void CreateLink(string name, string kind, Action<NetlinkRequest>? data)
    {
        var request = new NetlinkRequest(RouteMessage.Link, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive)
            .Fixed(new byte[16])
            .Text(LinkAttribute.Name, name)
            .Nest(LinkAttribute.Information, information =>
            {
                information.Text(LinkAttribute.Kind, kind);
                if (data is not null)
                {
                    information.Nest(LinkAttribute.Data, data);
                }
            });
        _client.Request(request, "create link", $"{name} ({kind})");
    }

    private void ChangeLink(
        int link, int type, string target, LinkFlags flags = LinkFlags.None, LinkFlags mask = LinkFlags.None, Action<NetlinkRequest>? content = null)
    {
        // Without an index the kernel would look for a name instead, and a deletion could take a whole group.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(link);
        Span<byte> header = stackalloc byte[16];
        header.Clear();
        MemoryMarshal.Write(header[4..], link);
        MemoryMarshal.Write(header[8..], (uint)flags);
        MemoryMarshal.Write(header[12..], (uint)mask);
        var request = new NetlinkRequest(type, NetlinkFlags.Acknowledge).Fixed(header);
        content?.Invoke(request);
        _client.Request(request, type == RouteMessage.Link ? "set" : "remove", target);
    }
}
