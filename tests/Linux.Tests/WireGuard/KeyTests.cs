using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

public sealed class KeyTests
{
    private const string Text = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";

    // RFC 7748, sections 5.2 and 6.1.
    [Theory]
    [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d", "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493", "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    [InlineData("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "0900000000000000000000000000000000000000000000000000000000000000", "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")]
    [InlineData("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")]
    public void Multiplication_gives_the_rfcs_values(string scalar, string u, string product) =>
        Assert.Equal(product, Convert.ToHexStringLower(X25519.Multiply(Convert.FromHexString(scalar), Convert.FromHexString(u))));

    [Fact]
    public void A_thousand_rounds_give_the_rfcs_value()
    {
        var (k, u) = (new byte[32], new byte[32]);
        (k[0], u[0]) = (9, 9);
        for (var i = 0; i < 1000; i++)
        {
            (k, u) = (X25519.Multiply(k, u), k);
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(k));
    }

    [Fact]
    public void A_public_key_follows_from_its_private_one()
    {
        using var secret = SecretKey.FromBytes(Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        Assert.Equal(Text, secret.ToPublic().ToString());
        Assert.Equal(WireGuardKey.Parse(Text), secret.ToPublic());
    }

    [Theory]
    [InlineData("", "0 characters")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo", "43 characters")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTm==", "one '='")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmoA", "one '='")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmp=", "not base64 of 32 bytes")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066Spjq!bTmo=", "not base64 of 32 bytes")]
    [InlineData("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066Spjq\u00e9bTmo=", "characters that base64 has not")]
    public void A_wrong_key_is_said_without_a_word_of_it(string text, string problem)
    {
        Assert.False(WireGuardKey.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => SecretKey.Parse(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hSDw", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        using var secret = SecretKey.Parse(Text + "\n");
        using var same = SecretKey.Parse(Text);
        var peer = new WireGuardPeer(secret.ToPublic()) { Preshared = secret.Mark };
        var change = new WireGuardChange { PrivateKey = secret, Peers = [new(secret.ToPublic()) { PresharedKey = secret }] };
        var shown = $"{secret} {secret.Mark} {peer} {change} {change.Peers[0]}";
        Assert.DoesNotContain("hSDw", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("8520f0", shown, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(same, secret);
        Assert.Equal(same.Mark, secret.Mark);
        Assert.NotEqual(SecretKey.Generate().Mark, secret.Mark);
        secret.Dispose();
        Assert.True(secret.IsNone && secret.Mark.IsNone);
    }
}
