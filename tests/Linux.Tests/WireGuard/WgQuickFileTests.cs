using CsCheck;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

public sealed class WgQuickFileTests
{
    private const string Secret = "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=";
    private const string Peer = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";

    private const string Sound = $"""
        # the tunnel
        [Interface]
        PrivateKey={Secret}
        Address = 10.0.0.2/24   # wrong
        MTU = 1800
        PostUp = echo up %i

        # the server
        [Peer]
        PublicKey = {Peer}
        AllowedIPs = 10.0.0.1/32, fd00::/64
        AllowedIPs = 10.0.1.0/24

        """;

    [Fact]
    public void A_sound_file_is_read_and_written_as_it_was()
    {
        var file = WgQuickFile.Parse(Sound);
        Assert.Empty(file.Problems);
        Assert.Equal(Sound, file.ToText());
        Assert.Equal(Sound.ReplaceLineEndings("\r\n"), WgQuickFile.Parse(Sound.ReplaceLineEndings("\r\n")).ToText());
        Assert.Equal(("1800", "10.0.0.2/24", null), (file.Interface!.Value("mtu"), file.Interface.Value("Address"), file.Interface.Value("ListenPort")));
        Assert.Equal(["10.0.0.1/32", "fd00::/64", "10.0.1.0/24"], file.Peer(WireGuardKey.Parse(Peer))!.Items("AllowedIPs"));
        using var secret = file.Interface.Secret("PrivateKey")!;
        Assert.Equal(Peer, secret.ToPublic().ToString());
    }

    [Fact]
    public void Changes_keep_comments_and_order()
    {
        var file = WgQuickFile.Parse(Sound);
        file.Interface!.Set("Address", "192.168.0.2/24");
        file.Interface.Set("ListenPort", "51820");
        file.Interface.Remove("MTU");
        var peer = file.Peers[0];
        peer.Set("AllowedIPs", "192.168.0.1/32");
        peer.Set("Endpoint", "[fdaa::2]:51820");
        Assert.Equal($"""
            # the tunnel
            [Interface]
            PrivateKey={Secret}
            Address = 192.168.0.2/24 # wrong
            PostUp = echo up %i
            ListenPort = 51820

            # the server
            [Peer]
            PublicKey = {Peer}
            AllowedIPs = 192.168.0.1/32
            Endpoint = [fdaa::2]:51820

            """, file.ToText());
        Assert.Empty(WgQuickFile.Parse(file.ToText()).Problems);
        Assert.Throws<ArgumentException>(() => peer.Set("Endpoint", "fdaa::2:51820"));
        Assert.Throws<ArgumentException>(() => peer.Set("Endpoint", "a:1\nPostUp = x"));
    }

    [Fact]
    public void Peers_are_added_and_removed()
    {
        var file = WgQuickFile.Parse(Sound.TrimEnd());
        var key = SecretKey.Generate().ToPublic();
        file.AddPeer(key).Set("AllowedIPs", "192.168.0.3/32");
        var read = WgQuickFile.Parse(file.ToText());
        Assert.Empty(read.Problems);
        Assert.Equal("192.168.0.3/32", read.Peer(key)!.Value("AllowedIPs"));
        Assert.True(read.RemovePeer(read.Peers[0]));
        Assert.Equal(key, Assert.Single(WgQuickFile.Parse(read.ToText()).Peers).PublicKey);
    }

    [Fact]
    public void A_misspelt_key_is_put_right_in_place()
    {
        var file = WgQuickFile.Parse(Sound.Replace("AllowedIPs = 10.0.0.1", "AllowedIP = 10.0.0.1", StringComparison.Ordinal));
        var problem = Assert.Single(file.Problems);
        Assert.Equal("line 11: no key of [Peer] is called AllowedIP; meant is perhaps AllowedIPs", problem.ToString());
        file.Peers[0].Rename("AllowedIP", "AllowedIPs");
        Assert.Equal(Sound, file.ToText());
    }

    [Theory]
    [InlineData("MTU = 1800", "MTU = 18", 5, "write 576 to 65535")]
    [InlineData("MTU = 1800", "Endpoint = a:1", 5, "no key of [Interface]")]
    [InlineData("MTU = 1800", "nonsense", 5, "Key = value")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "Endpoint = fdaa:0:1::2:51820", 12, "brackets")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "Endpoint = fdaa::2", 12, "[fdaa::2]:51820")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "Endpoint = host", 12, "has no port")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "Endpoint = [10.0.0.1]:5", 12, "no host name or address")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "AllowedIPs = 10.0.1.0/33", 12, "prefix length")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "PersistentKeepalive = often", 12, "seconds")]
    [InlineData("AllowedIPs = 10.0.1.0/24", "PresharedKey = short", 12, "5 characters")]
    [InlineData("[Interface]", "[Interfaces]", 2, "no such section")]
    [InlineData("PublicKey = ", "#PublicKey = ", 9, "no PublicKey")]
    [InlineData("PrivateKey=", "#PrivateKey=", 2, "no PrivateKey")]
    public void What_is_wrong_is_said_with_its_line(string from, string to, int line, string what)
    {
        var problems = WgQuickFile.Parse(Sound.Replace(from, to, StringComparison.Ordinal)).Problems;
        Assert.Contains(problems, problem => problem.Line == line && problem.Message.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PrivateKey=", "PrivatKey=")]
    [InlineData("PrivateKey=", "")]
    [InlineData("PrivateKey=", "# PrivateKey=")]
    [InlineData("PrivateKey=", "Address=")]
    [InlineData("PrivateKey=", "ListenPort=")]
    [InlineData("PrivateKey=", "PostUp=wg set private-key ")]
    [InlineData("PrivateKey=", "PrivateKey=x")]
    [InlineData("PrivateKey=", "[Peer]\nEndpoint=")]
    [InlineData("PrivateKey=", "[")]
    public void No_secret_is_ever_told(string from, string to)
    {
        var file = WgQuickFile.Parse(Sound.Replace(from, to, StringComparison.Ordinal));
        var told = $"{file} {file.Interface} {string.Join('\n', file.Problems)}";
        Assert.DoesNotContain(Secret[..40], told, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => file.Interface!.Value("PrivateKey"));
    }

    [Fact]
    public void Any_text_is_read_and_written_as_it_was() => Gen.String.Array[0, 8].Sample(parts =>
    {
        var text = string.Join('\n', parts.Select(part => part.ReplaceLineEndings(""))) + "\n[Peer]\n = #\n]=[";
        var file = WgQuickFile.Parse(text);
        return file.ToText() == text && file.ToString().Length >= 0;
    });
}
