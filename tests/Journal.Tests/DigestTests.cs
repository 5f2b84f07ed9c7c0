using System.Security.Cryptography;
using System.Text;
using EventOps.Journal.Digest;
using Xunit;

namespace EventOps.Journal.Tests;

public sealed class DigestTests
{
    /// <summary>Examples that NIST publishes for FIPS 180-4.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void GivesTheStandardsExamples(string text, string expected)
    {
        var hash = new byte[SHA256.HashSizeInBytes];

        LineDigest.Hash(Encoding.ASCII.GetBytes(text), hash);

        Assert.Equal(expected, Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void AContextThatIsUsedAgainGivesWhatTheRuntimeGives()
    {
        using var context = DigestContext.Create();
        Assert.SkipWhen(context is null, "needs libcrypto.so.3, as the runtime's cryptography does");
        var random = new Random(180_4);
        var hash = new byte[SHA256.HashSizeInBytes];
        foreach (var length in Enumerable.Range(0, 300).Append(100_000))
        {
            var text = new byte[length];
            random.NextBytes(text);

            context.Hash(text, hash);

            Assert.Equal(SHA256.HashData(text), hash);
        }
    }

    [Fact]
    public void EachThreadHasItsOwn()
    {
        var texts = Enumerable.Range(0, 2000).Select(i => Encoding.ASCII.GetBytes(new string('x', i % 700))).ToList();

        Assert.All(texts.AsParallel().WithDegreeOfParallelism(4).Select(text => (text, Hashed(text))).ToList(), pair => Assert.Equal(SHA256.HashData(pair.text), pair.Item2));
    }

    [Fact]
    public void ASpaceTooSmallIsRefusedBeforeAnythingIsWritten()
    {
        using var context = DigestContext.Create();
        Assert.SkipWhen(context is null, "needs libcrypto.so.3, as the runtime's cryptography does");

        Assert.Throws<ArgumentOutOfRangeException>(() => context.Hash("abc"u8, new byte[31]));
    }

    private static byte[] Hashed(byte[] text)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        LineDigest.Hash(text, hash);
        return hash;
    }
}
