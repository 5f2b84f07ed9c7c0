using System.Security.Cryptography;

namespace EventOps.Linux.WireGuard;

/// <summary>A private or preshared key. Nothing of it is ever printed; its bytes are wiped when it is disposed of.</summary>
public sealed class SecretKey : IDisposable, IEquatable<SecretKey>
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(WireGuardKey.Length, pinned: true);

    private SecretKey()
    {
    }

    /// <summary>All zero means "none" to WireGuard.</summary>
    public bool IsNone => !_bytes.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>To compare with <see cref="WireGuardPeer.Preshared"/>.</summary>
    public SecretMark Mark => SecretMark.Of(_bytes);

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SecretKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != WireGuardKey.Length)
        {
            throw new ArgumentException($"A WireGuard key has {WireGuardKey.Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        var key = new SecretKey();
        bytes.CopyTo(key._bytes);
        return key;
    }

    /// <summary>Reads base64, white space around it left out, as a key file has it.</summary>
    /// <exception cref="FormatException">No key; says what is wrong, and nothing of the key.</exception>
    public static SecretKey Parse(ReadOnlySpan<char> text)
    {
        var key = new SecretKey();
        return KeyText.Decode(text.Trim(), key._bytes) is { } wrong ? throw new FormatException($"no WireGuard key: {wrong}") : key;
    }

    /// <summary>A new private key.</summary>
    public static SecretKey Generate()
    {
        var key = new SecretKey();
        RandomNumberGenerator.Fill(key._bytes);
        key._bytes[0] &= 248;
        key._bytes[31] = (byte)((key._bytes[31] & 127) | 64);
        return key;
    }

    /// <summary>The public key that belongs to this private one (X25519, RFC 7748). Takes some tenths of a millisecond.</summary>
    public WireGuardKey ToPublic() => new(X25519.Public(_bytes));

    /// <summary>In base64, for a file that only its owner may read and for nothing else.</summary>
    public string ToFileText() => Convert.ToBase64String(_bytes);

    public bool Equals(SecretKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    public override bool Equals(object? obj) => Equals(obj as SecretKey);

    public override int GetHashCode() => Mark.GetHashCode();

    public override string ToString() => "(secret)";

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
