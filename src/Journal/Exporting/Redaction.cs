using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventOps.Journal.Exporting;

/// <summary>
/// Puts pseudonyms in place of names, paths, ids and addresses in payloads. The same text gets the same pseudonym wherever it
/// stands, also within sentences, so that facts still meet their policies.
/// </summary>
internal sealed partial class Redaction(byte[] secret)
{
    private static readonly HashSet<string> NameProperties = new(StringComparer.Ordinal)
    {
        "volume", "mountPoint", "device", "storage", "backingFile", "subject", "bootId", "hostId", "sourceLine", "peer", "interface", "endpoint", "address", "host",
    };

    private readonly Dictionary<string, string> pseudonyms = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(Comparer<string>.Create((a, b) => a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    public ReadOnlySpan<byte> Redact(ReadOnlyMemory<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>(payload.Length * 2);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        using (var document = JsonDocument.Parse(payload))
        {
            Copy(writer, document.RootElement, "");
        }

        return output.WrittenSpan;
    }

    private void Copy(Utf8JsonWriter writer, JsonElement element, string property)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var inner in element.EnumerateObject())
                {
                    writer.WritePropertyName(inner.Name);
                    Copy(writer, inner.Value, inner.Name);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var inner in element.EnumerateArray())
                {
                    Copy(writer, inner, property);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(NameProperties.Contains(property) ? Name(element.GetString()!) : Sentence(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private string Name(string name)
    {
        if (name.Length == 0)
        {
            return name;
        }

        if (name.Length > 2)
        {
            names.Add(name);
        }

        return Pseudonym(name);
    }

    private string Sentence(string text)
    {
        // A duration or a moment looks like an address; a single word is a value of an enum or the name of a rule.
        if (!text.AsSpan().ContainsAny(" /:.@")
            || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
            || (text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)))
        {
            return text;
        }

        foreach (var name in names)
        {
            text = text.Replace(name, Pseudonym(name), StringComparison.Ordinal);
        }

        return Addresses().Replace(Paths().Replace(text, m => Pseudonym(m.Value)), m => Pseudonym(m.Value));
    }

    private string Pseudonym(string text)
    {
        if (pseudonyms.TryGetValue(text, out var pseudonym))
        {
            return pseudonym;
        }

        if (text == "/" || text.StartsWith("/r-", StringComparison.Ordinal))
        {
            return text;
        }

        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text));
        pseudonym = OfAddress(text, hash) ?? (text[0] == '/' ? "/r-" : "r-") + Convert.ToHexStringLower(hash.AsSpan(0, 6));
        pseudonyms[text] = pseudonym;
        return pseudonym;
    }

    /// <summary>
    /// An address stays an address of its family, with its prefix length or port, so that what reads it still can. Which addresses share a
    /// network is lost.
    /// </summary>
    private string? OfAddress(string text, byte[] hash)
    {
        var slash = text.LastIndexOf('/');
        if (slash > 0 && IsAddress(text[..slash], out _))
        {
            return Pseudonym(text[..slash]) + text[slash..];
        }

        var bracket = text.IndexOf(']', StringComparison.Ordinal);
        if (text[0] == '[' && bracket > 0 && IsAddress(text[1..bracket], out _))
        {
            return "[" + Pseudonym(text[1..bracket]) + text[bracket..];
        }

        if (!IsAddress(text, out var address))
        {
            return null;
        }

        // "No address" says nothing of anyone, and means something.
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return text;
        }

        var bytes = hash[..(address.AddressFamily is AddressFamily.InterNetwork ? 4 : 16)];
        bytes[0] = (byte)(bytes.Length == 4 ? 10 : 0xFD);
        return new IPAddress(bytes).ToString();
    }

    /// <summary>Written in full: IPAddress takes a bare number for one, too.</summary>
    private static bool IsAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3) && IPAddress.TryParse(text, out address);
    }

    [GeneratedRegex(@"(?<![\w/])/[^\s'"",;:()]+", RegexOptions.CultureInvariant)]
    private static partial Regex Paths();

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}\b|\b[\w.+-]+@[\w.-]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
