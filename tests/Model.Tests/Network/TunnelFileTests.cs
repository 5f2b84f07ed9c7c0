namespace EventOps.Model.Tests.Network;

/// <summary>wg-quick files against the wanted state.</summary>
public sealed class TunnelFileTests
{
    private const string Secret = "8Kq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0=";
    private const string Wrong = "AAq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0=";
    private const string Shared = "BBq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0=";
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
        var judged = Judge(Good);
        Assert.Empty(judged.Problems);
        Assert.Equal(Good, judged.Corrected);
    }

    [Theory]
    [InlineData(0u, false, "off", true)]
    [InlineData(0u, false, "0x51", false)]
    [InlineData(81u, false, "0x51", true)]
    [InlineData(81u, false, "82", false)]
    [InlineData(81u, false, null, false)]
    [InlineData(WantedTunnel.FirstOfQuick, true, null, true)]
    [InlineData(WantedTunnel.FirstOfQuick, true, "51821", true)]
    [InlineData(WantedTunnel.FirstOfQuick, true, "81", false)]
    public void A_files_mark_is_that_of_the_settings_or_left_to_wg_quick(uint mark, bool isOfQuick, string? written, bool isGood)
    {
        var tunnel = Tunnel with { Mark = mark, IsMarkOfQuick = isOfQuick };
        var text = written is null ? Good : Good.Replace("MTU = 1340", $"MTU = 1340\nFwMark = {written}", StringComparison.Ordinal);
        var judged = TunnelFile.Judge(text, Policy, tunnel, Keys());
        Assert.Equal(isGood, judged.Problems.Count == 0);
        Assert.Empty(TunnelFile.Judge(judged.Corrected!, Policy, tunnel, Keys()).Problems);
    }

    [Theory]
    [InlineData("Address = 192.168.0.2/24", "Address = 10.0.0.2/24")]
    [InlineData("Endpoint = [fdaa::2]:51820\n", "")]
    [InlineData("Endpoint = [fdaa::2]:51820", "Endpoint = fdaa::2:51820")]
    [InlineData("MTU = 1340", "MTU = 1800\nTable = off")]
    [InlineData("AllowedIPs = 192.168.0.1/32", "AllowedIPs = 0.0.0.0/0, ::/0")]
    [InlineData("AllowedIPs", "AllowedIP")]
    [InlineData("MTU = 1340", "MTU = 1340\nFwMark = 0xca6c")]
    [InlineData(Key, "jNQKmw+JWyLpwPGHiGYnIEdGnP1TRhXHYzq1Y2oJ/DI=")]
    [InlineData("PersistentKeepalive = 25", "PersistentKeepalive = 25\nPresharedKey = " + Secret)]
    public void One_correction_is_enough_and_the_key_stays(string good, string bad)
    {
        var judged = Judge(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.NotEmpty(judged.Problems);
        Assert.Empty(Judge(judged.Corrected!).Problems);
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
        var judged = Judge(text, policy);
        Assert.Equal(2, judged.Problems.Count);
        Assert.Empty(Judge(judged.Corrected!, policy).Problems);
        Assert.Equal(2, judged.Corrected!.Split('\n').Count(l => l == "[Peer]"));
        Assert.Contains("#eventops# PublicKey = " + Stranger, judged.Corrected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PrivateKey", "PrivatKey")]
    [InlineData("MTU = 1340", "MTU = 1340\nPresharedKey = " + Secret)]
    [InlineData("Endpoint = [fdaa::2]:51820", "Endpoint = [fdaa::2]:51820\nPresharedKey = " + Secret)]
    [InlineData("[Peer]", Secret)]
    [InlineData("PrivateKey = ", "PrivateKey ")]
    [InlineData("fX0=", "fX0")]
    public void No_secret_is_in_what_is_said_of_a_file(string good, string bad)
    {
        var judged = Judge(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.NotEmpty(judged.Problems);
        Assert.DoesNotContain(Secret[..20], string.Join('\n', judged.Problems) + judged.Grave, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Without_its_private_key_a_file_is_left_to_a_person()
    {
        Assert.Null(Judge(Good.Replace("PrivateKey", "PrivatKey", StringComparison.Ordinal)).Corrected);
        Assert.Null(Judge("").Corrected);
    }

    [Theory]
    [InlineData("X0=\n", "X0\n", "line 2: PrivateKey is no key")]
    [InlineData(Secret, Wrong, "line 2: PrivateKey is not the one to public of 8Kq3")]
    [InlineData("PrivateKey", "PrivatKey", "[Interface] has no PrivateKey")]
    public void A_key_that_is_not_the_tunnels_is_told_and_put_back_from_where_it_is(string good, string bad, string told)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal).Replace("MTU = 1340", "MTU = 1341", StringComparison.Ordinal);
        var tunnel = Tunnel with { PublicKey = "public of 8Kq3" };
        var lost = TunnelFile.Judge(text, Policy, tunnel, Keys(Wrong));
        Assert.Null(lost.Corrected);
        Assert.Equal(told, lost.Grave);

        var judged = TunnelFile.Judge(text, Policy, tunnel, Keys(Wrong, Secret));
        Assert.Equal(told, judged.Grave);
        Assert.Equal(Secret, TunnelFile.PrivateKeyOf(judged.Corrected!));
        Assert.Equal("", TunnelFile.Judge(judged.Corrected!, Policy, tunnel, Keys()).Grave);
        Assert.Empty(TunnelFile.Judge(judged.Corrected!, Policy, tunnel, Keys()).Problems);
        Assert.DoesNotContain(Secret[..20], string.Join('\n', judged.Problems) + judged.Grave, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Without_a_public_key_in_the_settings_no_other_key_is_taken_for_right() =>
        Assert.Null(TunnelFile.Judge(Good.Replace("X0=", "X0", StringComparison.Ordinal), Policy, Tunnel, Keys(Secret)).Corrected);

    [Theory]
    [InlineData("", 1)]
    [InlineData("PresharedKey = " + Wrong + "\n", 1)]
    [InlineData("PresharedKey = " + Shared + "\n", 0)]
    public void A_preshared_key_is_that_of_its_file(string line, int problems)
    {
        var policy = Policy with { Peers = [Policy.Peers[0] with { PresharedKeyFile = "/etc/wireguard/psk" }] };
        var judged = Judge(Good + line, policy);
        Assert.Equal(problems, judged.Problems.Count);
        Assert.Contains("PresharedKey = " + Shared, judged.Corrected, StringComparison.Ordinal);
        Assert.Empty(Judge(judged.Corrected!, policy).Problems);
        Assert.DoesNotContain(Shared[..20], string.Join('\n', judged.Problems), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_preshared_key_that_is_anothers_stays()
    {
        var policy = Policy with { Peers = [Policy.Peers[0] with { KeepsPresharedKey = true }] };
        Assert.Empty(Judge(Good + "PresharedKey = " + Wrong + "\n", policy).Problems);
    }

    private static FileJudgement Judge(string text, NetworkPolicy? policy = null) => TunnelFile.Judge(text, policy ?? Policy, Tunnel, Keys());

    private static TunnelKeys Keys(params string[] spare) => new(k => k.Length == 44 ? new TunnelKey("public of " + k[..4]) : new TunnelKey(null, "no key"), _ => spare, _ => Shared);
}
