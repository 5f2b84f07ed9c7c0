using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Namespaces;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

/// <summary>Messages built as linux/wireguard.h has them; the real thing needs a kernel with WireGuard.</summary>
public sealed class KernelWireGuardTests
{
    private static readonly byte[] Secret = Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    private static readonly WireGuardKey Key = WireGuardKey.Parse("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");

    [Fact]
    public void A_device_is_read_without_its_secrets()
    {
        var device = DeviceParser.Parse(Sample())!;
        Assert.Equal(("wg0", Key, (ushort)51820, 81u), (device.Name, device.PublicKey!.Value, device.ListenPort, device.FirewallMark));
        var peer = Assert.Single(device.Peers);
        Assert.Equal((Key, IPEndPoint.Parse("[fdaa::2]:51820"), 25, 11UL, 12UL), (peer.PublicKey, peer.Endpoint, peer.KeepAlive, peer.SentBytes, peer.ReceivedBytes));
        Assert.Equal([IPNetwork.Parse("192.168.0.1/32"), IPNetwork.Parse("fd00::/64")], peer.AllowedIPs);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), peer.LastHandshake);
        Assert.Equal(SecretMark.Of(Secret), peer.Preshared);
    }

    [Fact]
    public void What_the_kernel_split_is_joined()
    {
        var part = DeviceParser.Parse(Sample())!;
        var rest = part with { Peers = [new WireGuardPeer(Key) { AllowedIPs = [IPNetwork.Parse("10.0.0.0/8")] }, new WireGuardPeer(default(WireGuardKey))] };
        var whole = DeviceParser.Join([part, rest])!;
        Assert.Equal([Key, default], whole.Peers.Select(p => p.PublicKey));
        Assert.Equal((3, 25), (whole.Peers[0].AllowedIPs.Count, whole.Peers[0].KeepAlive));
        Assert.Null(DeviceParser.Join([]));
    }

    [Fact]
    public void Any_bytes_are_a_device_or_none() => Hostile.Sample(Sample(), bytes => DeviceParser.Parse(bytes) is null or { Name.Length: > 0 });

    [Fact]
    public void A_change_is_written_as_the_header_says()
    {
        using var secret = SecretKey.FromBytes(Secret);
        var change = new WireGuardChange
        {
            PrivateKey = secret,
            ListenPort = 51820,
            Peers =
            [
                new(Key) { Endpoint = IPEndPoint.Parse("10.9.0.2:51820"), KeepAlive = 25, AllowedIPs = [.. Enumerable.Range(0, 600).Select(i => new IPNetwork(new IPAddress(BitConverter.GetBytes(i)), 32))] },
                new(default(WireGuardKey)) { IsRemoved = true },
            ],
        };
        var requests = DeviceWriter.Write(30, "wg0", change).Select(request => request.ToMessage(1).ToArray()).ToArray();
        Assert.Equal(4, requests.Length);
        Assert.All(requests, bytes => Assert.Equal((byte)1, bytes[16]));

        // The kernel reads what it is sent in the form in which it tells.
        var devices = requests.Select(bytes => DeviceParser.Parse(bytes.AsSpan(16))!).ToArray();
        Assert.Equal(51820, devices[0].ListenPort);
        Assert.Equal((Key, IPEndPoint.Parse("10.9.0.2:51820"), 25, 512), (devices[1].Peers[0].PublicKey, devices[1].Peers[0].Endpoint, devices[1].Peers[0].KeepAlive, devices[1].Peers[0].AllowedIPs.Count));
        Assert.Equal(88, devices[2].Peers[0].AllowedIPs.Count);
        Assert.Equal([2u, 4u, 1u], requests.Skip(1).Select(Flags));
    }

    [Fact]
    public void A_peer_that_is_taken_away_and_put_back_is_one_request()
    {
        var change = new WireGuardChange { Peers = [new(Key) { IsRemoved = true }, new(Key) { Endpoint = IPEndPoint.Parse("10.9.0.2:51820") }] };
        var request = Assert.Single(DeviceWriter.Write(30, "wg0", change)).ToMessage(1).ToArray();
        Assert.Equal([(Key, null), (Key, IPEndPoint.Parse("10.9.0.2:51820"))], DeviceParser.Parse(request.AsSpan(16))!.Peers.Select(p => (p.PublicKey, p.Endpoint)));
        Assert.Equal(1u, Flags(request));
    }

    [Fact]
    public void Many_that_are_taken_away_are_no_request_that_is_too_long()
    {
        var change = new WireGuardChange { Peers = [.. Enumerable.Range(1, 3000).Select(i => new PeerChange(new WireGuardKey([.. BitConverter.GetBytes(i), .. new byte[28]])) { IsRemoved = true })] };
        var devices = DeviceWriter.Write(30, "wg0", change).Select(request => DeviceParser.Parse(request.ToMessage(1)[16..])!);
        Assert.Equal(change.Peers.Select(p => p.PublicKey), devices.SelectMany(d => d.Peers).Select(p => p.PublicKey));
    }

    [Fact]
    public void A_kernel_without_it_is_said()
    {
        Root.Require();
        using var network = NetworkNamespace.CreateUnnamed();
        var client = new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Generic)));
        Assert.NotNull(GenericFamily.Find(client, "nlctrl"));
        Assert.Null(GenericFamily.Find(client, "nosuchfamily"));
        if (GenericFamily.Find(client, "wireguard") is null)
        {
            Assert.Equal(Errno.EOPNOTSUPP, Assert.Throws<LinuxException>(() => WireGuardLink.Open(network, "wgnone")).Errno);
        }
        else
        {
            Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => WireGuardLink.Open(network, "wgnone").Read()).Errno);
        }
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("abcdefghijklmnop")]
    public void A_name_that_no_link_can_have_is_refused(string name) => Assert.Throws<ArgumentException>(() => WireGuardLink.Open(NetworkNamespace.Own, name));

    private static uint Flags(byte[] request)
    {
        // Header 16, generic header 4, name 8, then the list, its item, the key, and the flags' value.
        return MemoryMarshal.Read<uint>(request.AsSpan(16 + 4 + 8 + 4 + 4 + 36 + 4));
    }

    private static byte[] Sample()
    {
        byte[] sockaddr = [10, 0, 0xca, 0x6c, 0, 0, 0, 0, .. IPAddress.Parse("fdaa::2").GetAddressBytes(), 0, 0, 0, 0];
        byte[] time = [.. BitConverter.GetBytes(1700000000L), .. BitConverter.GetBytes(0L)];
        return new NetlinkRequest(30, NetlinkFlags.None)
            .Fixed([0, 1, 0, 0])
            .UInt32(1, 7).Text(2, "wg0").Bytes(3, Secret).Bytes(4, Key.ToBytes()).UInt16(6, 51820).UInt32(7, 81)
            .Nest(8, peers => peers.Nest(0, peer => peer
                .Bytes(1, Key.ToBytes()).Bytes(2, Secret).Bytes(4, sockaddr).UInt16(5, 25).Bytes(6, time).UInt64(7, 12).UInt64(8, 11).UInt32(10, 1)
                .Nest(9, all => all
                    .Nest(0, one => one.UInt16(1, 2).Address(2, IPAddress.Parse("192.168.0.1")).Byte(3, 32))
                    .Nest(0, one => one.UInt16(1, 10).Address(2, IPAddress.Parse("fd00::")).Byte(3, 64)))))
            .ToMessage(0)[16..].ToArray();
    }
}
