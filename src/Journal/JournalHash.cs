using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EventOps.Journal.Digest;

namespace EventOps.Journal;

/// <summary>
/// Ties a line to all before it: the first 192 bits of SHA-256 over the predecessor's hash as text and the line's bytes up to
/// its hash field. Written as 32 characters of base64url (RFC 4648).
/// </summary>
public readonly record struct JournalHash
{
    /// <summary>Length of the hash as text, in bytes.</summary>
    public const int TextLength = 32;

    private const int Length = 24;

    private readonly ulong a;
    private readonly ulong b;
    private readonly ulong c;

    private JournalHash(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Length]);
        (a, b, c) = (words[0], words[1], words[2]);
    }

    /// <summary>What the first record of a new journal has for its predecessor's hash: all zero bits.</summary>
    public static JournalHash Genesis => default;

    /// <summary>The hash of bytes that begin with the predecessor's hash as text.</summary>
    public static JournalHash Of(ReadOnlySpan<byte> previousAndLine)
    {
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        LineDigest.Hash(previousAndLine, full);
        return new JournalHash(full);
    }

    /// <returns>False when the text is not exactly 32 characters of base64url.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out JournalHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        hash = default;
        if (text.Length != TextLength || text.ContainsAny(" \t\r\n"u8)
            || Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != Length)
        {
            return false;
        }

        hash = new JournalHash(bytes);
        return true;
    }

    /// <returns>False when the text is not exactly 32 characters of base64url.</returns>
    public static bool TryParse(string? text, out JournalHash hash) => TryParse(Encoding.ASCII.GetBytes(text ?? ""), out hash);

    /// <summary>Writes the 32 characters.</summary>
    public void CopyTo(Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (words[0], words[1], words[2]) = (a, b, c);
        Base64Url.EncodeToUtf8(bytes, text[..TextLength]);
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLength];
        CopyTo(text);
        return Encoding.ASCII.GetString(text);
    }
}
