using System.Text;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

public sealed class UserspaceParserTests
{
    private const string Secret = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";

    private const string Answer = $"""
        private_key={Secret}
        listen_port=51820
        fwmark=81
        public_key=8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a
        preshared_key={Secret}
        protocol_version=1
        endpoint=[fdaa::2]:51820
        last_handshake_time_sec=1700000000
        last_handshake_time_nsec=500000000
        tx_bytes=11
        rx_bytes=12
        persistent_keepalive_interval=25
        allowed_ip=192.168.0.1/32
        something_new=1
        errno=0


        """;

    [Fact]
    public void An_answer_is_read()
    {
        var device = UserspaceParser.Parse("wg0", Encoding.ASCII.GetBytes(Answer), out var errno);
        Assert.Equal((0, "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=", 51820, 81u), (errno, device.PublicKey.ToString(), device.ListenPort, device.FirewallMark));
        var peer = Assert.Single(device.Peers);
        Assert.Equal(("[fdaa::2]:51820", 25, 11UL, 12UL, "192.168.0.1/32"), (peer.Endpoint!.ToString(), peer.KeepAlive, peer.SentBytes, peer.ReceivedBytes, Assert.Single(peer.AllowedIPs).ToString()));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000500), peer.LastHandshake);
        Assert.False(peer.Preshared.IsNone);
        Assert.DoesNotContain(Secret, $"{device} {peer}", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("listen_port=51820", "listen_port=70000", "listen_port")]
    [InlineData("endpoint=[fdaa::2]:51820", "endpoint=nowhere", "endpoint")]
    [InlineData("private_key=77", "private_key=7x", "private_key")]
    [InlineData("preshared_key=77", "preshared_key=7", "preshared_key")]
    [InlineData("errno=0", "", "errno")]
    [InlineData("fwmark=81", "fwmark", "(no key)")]
    public void A_malformed_answer_is_refused_without_its_values(string from, string to, string at)
    {
        var error = Assert.Throws<FormatException>(() => UserspaceParser.Parse("wg0", Encoding.ASCII.GetBytes(Answer.Replace(from, to, StringComparison.Ordinal)), out _));
        Assert.EndsWith(at, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[4..], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_read()
    {
        UserspaceParser.Parse("wg0", "errno=-98\n\n"u8, out var errno);
        Assert.Equal(98, errno);
    }

    [Fact]
    public void Any_bytes_are_a_device_or_a_refusal() => Hostile.Sample(Encoding.ASCII.GetBytes(Answer), bytes =>
    {
        try
        {
            _ = UserspaceParser.Parse("wg0", bytes, out _);
        }
        catch (FormatException)
        {
        }

        return true;
    });
}
