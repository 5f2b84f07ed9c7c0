using System.Net;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

/// <summary>wireguard-go in a namespace of its own.</summary>
public sealed class UserspaceWireGuardTests : IAsyncLifetime, IDisposable
{
    private readonly NetworkNamespace _network;
    private WireGuardProgram? _program;

    public UserspaceWireGuardTests()
    {
        Root.Require();
        _network = NetworkNamespace.CreateUnnamed();
    }

    public async ValueTask InitializeAsync() => _program = await WireGuardProgram.StartAsync(_network);

    public async ValueTask DisposeAsync()
    {
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        Dispose();
    }

    public void Dispose() => _network.Dispose();

    [Fact]
    public void A_link_is_configured_and_read_back()
    {
        using var link = WireGuardLink.Open(_network, _program!.Name);
        Assert.IsType<UserspaceWireGuard>(link);
        Assert.Null(link.Read().PublicKey);
        using SecretKey own = SecretKey.Generate(), preshared = SecretKey.Generate();
        WireGuardKey first = SecretKey.Generate().ToPublic(), second = SecretKey.Generate().ToPublic();
        IPNetwork[] networks = [IPNetwork.Parse("192.168.0.1/32"), IPNetwork.Parse("fd00::/64")];
        link.Apply(new WireGuardChange
        {
            PrivateKey = own,
            ListenPort = 51820,
            Peers =
            [
                new(first) { Endpoint = IPEndPoint.Parse("[fdaa::2]:51820"), KeepAlive = 25, PresharedKey = preshared, AllowedIPs = networks },
                new(second) { Endpoint = IPEndPoint.Parse("10.9.0.2:51821"), AllowedIPs = [IPNetwork.Parse("0.0.0.0/0")] },
            ],
        });
        var read = link.Read();
        Assert.Equal((own.ToPublic(), (ushort)51820, 2), (read.PublicKey!.Value, read.ListenPort, read.Peers.Count));
        using (var again = link.ReadPrivateKey())
        {
            Assert.Equal(own, again);
        }

        var peer = read.Peer(first)!;
        Assert.Equal((IPEndPoint.Parse("[fdaa::2]:51820"), 25, preshared.Mark, null), (peer.Endpoint, peer.KeepAlive, peer.Preshared, peer.LastHandshake));
        Assert.Equal(networks.Order(Comparer<IPNetwork>.Create((a, b) => a.PrefixLength - b.PrefixLength)), peer.AllowedIPs.OrderBy(n => n.PrefixLength));

        using var none = SecretKey.FromBytes(new byte[32]);
        link.Apply(new WireGuardChange
        {
            Peers =
            [
                new(first) { PresharedKey = none, KeepAlive = 0, AllowedIPs = [] },
                new(second) { IsRemoved = true },
                new(SecretKey.Generate().ToPublic()) { OnlyIfPresent = true, KeepAlive = 1 },
            ],
        });
        peer = Assert.Single(link.Read().Peers);
        Assert.Equal((first, true, 0, 0, IPEndPoint.Parse("[fdaa::2]:51820")), (peer.PublicKey, peer.Preshared.IsNone, peer.KeepAlive, peer.AllowedIPs.Count, peer.Endpoint));
    }

    [Fact]
    public void A_peer_that_is_taken_away_and_put_back_in_one_change_keeps_nothing()
    {
        using var link = WireGuardLink.Open(_network, _program!.Name);
        var key = SecretKey.Generate().ToPublic();
        link.Apply(new WireGuardChange { Peers = [new(key) { Endpoint = IPEndPoint.Parse("10.9.0.2:51820"), AllowedIPs = [IPNetwork.Parse("192.168.0.1/32")] }] });
        link.Apply(new WireGuardChange { Peers = [new(key) { IsRemoved = true }, new(key) { KeepAlive = 25 }] });
        var peer = Assert.Single(link.Read().Peers);
        Assert.Equal((key, null, 25, 0), (peer.PublicKey, peer.Endpoint, peer.KeepAlive, peer.AllowedIPs.Count));
    }

    [Fact]
    public async Task A_program_that_has_ended_is_said()
    {
        using var link = WireGuardLink.Open(_network, _program!.Name);
        await _program.KillAsync();
        var error = Assert.Throws<LinuxException>(() => link.Read());
        Assert.Contains("is the program that serves it running", error.Message, StringComparison.Ordinal);
    }
}
