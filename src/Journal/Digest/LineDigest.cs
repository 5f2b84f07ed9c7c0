using System.Security.Cryptography;

namespace EventOps.Journal.Digest;

/// <summary>SHA-256 of a line, by the fastest way that this machine has.</summary>
internal static class LineDigest
{
    [ThreadStatic]
    private static DigestContext? context;

    private static readonly bool HasContext = Probe();

    /// <param name="hash">32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        if (HasContext && (context ??= DigestContext.Create()) is { } own)
        {
            own.Hash(text, hash);
        }
        else
        {
            SHA256.HashData(text, hash);
        }
    }

    /// <summary>Asked once, so that a machine without the library is not asked at every line.</summary>
    private static bool Probe()
    {
        using var one = DigestContext.Create();
        return one is not null;
    }
}
