using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventOps.Linux.WireGuard;

/// <summary>Tells whether two secrets are the same without holding either: a hash under a key that this process made up and forgets. No use to anyone else, and never written down.</summary>
public readonly record struct SecretMark
{
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    private readonly (ulong, ulong) _value;

    private SecretMark((ulong, ulong) value) => _value = value;

    /// <summary>There is no secret.</summary>
    public bool IsNone => _value == default;

    public override string ToString() => IsNone ? "(none)" : "(secret)";

    internal static SecretMark Of(ReadOnlySpan<byte> secret)
    {
        if (!secret.ContainsAnyExcept((byte)0))
        {
            return default;
        }

        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(ProcessKey, secret, hash);
        return new SecretMark(MemoryMarshal.Read<(ulong, ulong)>(hash));
    }
}
