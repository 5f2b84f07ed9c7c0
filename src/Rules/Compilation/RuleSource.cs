using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace EventOps.Rules.Compilation;

/// <summary>A rule file's bytes, read once. Whatever happens to the file later, these bytes are what is hashed and compiled.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Bytes">Valid UTF-8.</param>
/// <param name="Sha256">Of <paramref name="Bytes"/>, in lower-case hexadecimal digits.</param>
[method: JsonConstructor]
public sealed record RuleSource(string File, ReadOnlyMemory<byte> Bytes, string Sha256)
{
    public RuleSource(string file, ReadOnlyMemory<byte> bytes)
        : this(file, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)))
    {
    }
}
