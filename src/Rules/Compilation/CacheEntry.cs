using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace EventOps.Rules.Compilation;

/// <summary>
/// A cache entry's bytes: SHA-256 of all that follows (32 bytes), length of the head (4, little endian), the head (JSON: all
/// but the assembly), the assembly.
/// </summary>
internal static class CacheEntry
{
    private const int Checksum = 32;
    private const int Start = Checksum + sizeof(int);

    public static byte[] Write(CompiledRuleFile file)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(file with { Assembly = default }, CompileJson.Default.CompiledRuleFile);
        var entry = new byte[Start + head.Length + file.Assembly.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(Checksum), head.Length);
        head.CopyTo(entry, Start);
        file.Assembly.Span.CopyTo(entry.AsSpan(Start + head.Length));
        SHA256.HashData(entry.AsSpan(Checksum), entry.AsSpan(0, Checksum));
        return entry;
    }

    /// <summary>The entry's content; null when it is damaged.</summary>
    public static CompiledRuleFile? Read(ReadOnlyMemory<byte> entry)
    {
        if (entry.Length < Start || !SHA256.HashData(entry.Span[Checksum..]).AsSpan().SequenceEqual(entry.Span[..Checksum]))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(entry.Span[Checksum..]);
        if (length < 0 || length > entry.Length - Start)
        {
            return null;
        }

        try
        {
            var head = JsonSerializer.Deserialize(entry.Span.Slice(Start, length), CompileJson.Default.CompiledRuleFile);
            return head is null ? null : head with { Assembly = entry[(Start + length)..] };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
