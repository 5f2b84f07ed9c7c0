namespace EventOps.Model.Tests.Network;

/// <summary>wg-quick files against the wanted state.</summary>
public sealed class TunnelFileTests
{
    private const string Secret = "8Kq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0=";
    private const string Key = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";

    private static readonly WantedTunnel Tunnel = new("wg0", 51820, "/etc/wireguard/wg0.conf");

    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("wg0", Cidr.Parse("192.168.0.2/24"))],
        Tunnels = [Tunnel],
        Peers = [new WantedPeer("wg0", Key, "192.168.0.1/32", 25, "[fdaa::2]:51820")],
    };

    private static readonly string Good = $"""
        [Interface]
        PrivateKey = {Secret}
        Address = 192.168.0.2/24
        ListenPort = 51820
        MTU = 1340

        # the server
        [Peer]
        PublicKey = {Key}
        AllowedIPs = 192.168.0.1/32
        Endpoint = [fdaa::2]:51820
        PersistentKeepalive = 25

        """;

    [Fact]
    public void A_file_as_wanted_has_no_problems_and_stays_as_it_is()
    {
        var judged = TunnelFile.Judge(Good, Policy, Tunnel);
        Assert.Empty(judged.Problems);
        Assert.Equal(Good, judged.Corrected);
    }

    [Theory]
    [InlineData("Address = 192.168.0.2/24", "Address = 10.0.0.2/24")]
    [InlineData("Endpoint = [fdaa::2]:51820\n", "")]
    [InlineData("Endpoint = [fdaa::2]:51820", "Endpoint = fdaa::2:51820")]
    [InlineData("MTU = 1340", "MTU = 1800\nTable = off")]
    [InlineData("AllowedIPs = 192.168.0.1/32", "AllowedIPs = 0.0.0.0/0, ::/0")]
    [InlineData("AllowedIPs", "AllowedIP")]
    [InlineData(Key, "jNQKmw+JWyLpwPGHiGYnIEdGnP1TRhXHYzq1Y2oJ/DI=")]
    [InlineData("PersistentKeepalive = 25", "PersistentKeepalive = 25\nPresharedKey = " + Secret)]
    public void One_correction_is_enough_and_the_key_stays(string good, string bad)
    {
        var judged = TunnelFile.Judge(Good.Replace(good, bad, StringComparison.Ordinal), Policy, Tunnel);
        Assert.NotEmpty(judged.Problems);
        Assert.Empty(TunnelFile.Judge(judged.Corrected!, Policy, Tunnel).Problems);
        Assert.Equal(Secret, TunnelFile.PrivateKeyOf(judged.Corrected!));
        Assert.Contains("# the server", judged.Corrected, StringComparison.Ordinal);
    }

    [Fact]
    public void Wanted_peers_whose_addresses_overlap_do_not_drive_one_another_out()
    {
        const string Other = "jNQKmw+JWyLpwPGHiGYnIEdGnP1TRhXHYzq1Y2oJ/DI=";
        const string Stranger = "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";
        var policy = Policy with { Peers = [new WantedPeer("wg0", Key, "192.168.0.0/24", 25, "[fdaa::2]:51820"), new WantedPeer("wg0", Other, "192.168.0.9/32", 0)] };
        var text = Good + $"[Peer]\nPublicKey = {Other}\nAllowedIPs = 192.168.0.9/32\n\n[Peer]\nPublicKey = {Stranger}\nAllowedIPs = 192.168.0.9/32\n";
        var judged = TunnelFile.Judge(text, policy, Tunnel);
        Assert.Equal(2, judged.Problems.Count);
        Assert.Empty(TunnelFile.Judge(judged.Corrected!, policy, Tunnel).Problems);
        Assert.Equal(2, judged.Corrected!.Split('\n').Count(l => l == "[Peer]"));
        Assert.Contains("#eventops# PublicKey = " + Stranger, judged.Corrected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PrivateKey", "PrivatKey")]
    [InlineData("MTU = 1340", "MTU = 1340\nPresharedKey = " + Secret)]
    [InlineData("Endpoint = [fdaa::2]:51820", "Endpoint = [fdaa::2]:51820\nPresharedKey = " + Secret)]
    [InlineData("[Peer]", Secret)]
    public void No_secret_is_in_what_is_said_of_a_file(string good, string bad)
    {
        var judged = TunnelFile.Judge(Good.Replace(good, bad, StringComparison.Ordinal), Policy, Tunnel);
        Assert.NotEmpty(judged.Problems);
        Assert.DoesNotContain(Secret[..20], string.Join('\n', judged.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_private_key_a_file_is_left_to_a_person()
    {
        Assert.Null(TunnelFile.Judge(Good.Replace("PrivateKey", "PrivatKey", StringComparison.Ordinal), Policy, Tunnel).Corrected);
        Assert.Null(TunnelFile.Judge("", Policy, Tunnel).Corrected);
    }
}
