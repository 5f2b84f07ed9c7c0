using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace EventOps.Linux.WireGuard;

/// <summary>A public key: 32 bytes, written in base64, 44 characters with one '=' at the end. Says who a peer is; no secret.</summary>
public readonly record struct WireGuardKey
{
    public const int Length = 32;

    private readonly (ulong, ulong, ulong, ulong) _bytes;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public WireGuardKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A WireGuard key has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _bytes = MemoryMarshal.Read<(ulong, ulong, ulong, ulong)>(bytes);
    }

    /// <exception cref="FormatException">No key; says what is wrong.</exception>
    public static WireGuardKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> bytes = stackalloc byte[Length];
        var wrong = KeyText.Decode(text, bytes);
        return wrong is null ? new WireGuardKey(bytes) : throw new FormatException($"no WireGuard key: {wrong}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out WireGuardKey key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isKey = text is not null && KeyText.Decode(text, bytes) is null;
        key = isKey ? new WireGuardKey(bytes) : default;
        return isKey;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        MemoryMarshal.Write(bytes, in _bytes);
        return bytes;
    }

    /// <summary>In base64.</summary>
    public override string ToString() => Convert.ToBase64String(ToBytes());
}
