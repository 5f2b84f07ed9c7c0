using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EventOps.Linux.WireGuard;

/// <summary>Keys as text. What is told of a wrong one never repeats any of it.</summary>
internal static class KeyText
{
    private const int TextLength = 44;

    /// <summary>Decodes base64 as wg(8) does: exactly 44 characters, no unused bits set.</summary>
    /// <returns>What is wrong; null when nothing.</returns>
    internal static string? Decode(ReadOnlySpan<char> text, Span<byte> key)
    {
        if (text.Length != TextLength)
        {
            return $"it has {text.Length} characters, a key in base64 has {TextLength}";
        }

        Span<byte> bytes = stackalloc byte[TextLength];
        if (!Encoding.ASCII.TryGetBytes(text, bytes, out _) || text.ContainsAnyExceptInRange('!', '~'))
        {
            return "it has characters that base64 has not";
        }

        if (text[^1] != '=' || text[^2] == '=')
        {
            return "a key in base64 ends in one '='";
        }

        Span<byte> again = stackalloc byte[TextLength];
        var isKey = Base64.DecodeFromUtf8(bytes, key, out _, out var count) == OperationStatus.Done && count == key.Length
            && Base64.EncodeToUtf8(key, again, out _, out _) == OperationStatus.Done && again.SequenceEqual(bytes);
        bytes.Clear();
        again.Clear();
        return isKey ? null : "it is not base64 of 32 bytes";
    }

    /// <summary>Decodes 64 hexadecimal digits, as the userspace interface has them.</summary>
    internal static bool DecodeHex(ReadOnlySpan<byte> text, Span<byte> key) =>
        text.Length == key.Length * 2 && Convert.FromHexString(text, key, out _, out var count) == OperationStatus.Done && count == key.Length;
}
