using System.Buffers;
using System.Globalization;
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
        // A duration looks like an address; a single word is a value of an enum or the name of a rule.
        if (!text.AsSpan().ContainsAny(" /:.@") || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
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

        var mark = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
        pseudonym = (text[0] == '/' ? "/r-" : "r-") + mark;
        pseudonyms.Add(text, pseudonym);
        return pseudonym;
    }

    [GeneratedRegex(@"(?<![\w/])/[^\s'"",;:()]+", RegexOptions.CultureInvariant)]
    private static partial Regex Paths();

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}\b|\b[\w.+-]+@[\w.-]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
