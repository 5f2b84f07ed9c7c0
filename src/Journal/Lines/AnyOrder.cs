using System.Text.Json;

namespace EventOps.Journal.Lines;

/// <summary>
/// Reads lines in any property order and spacing, with properties that this version does not know; finds the words for what
/// is wrong with the rest.
/// </summary>
internal static class AnyOrder
{
    private static readonly string[] Required = ["v", "seq", "at", "kind", "data"];

    /// <returns>Null when the line was read; else what is wrong with it.</returns>
    public static LineProblem? Read(ReadOnlySpan<byte> line, NameTable names, out Envelope envelope)
    {
        envelope = new Envelope { Kind = "", Source = "" };
        var found = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new(JournalFaultKind.NotARecord, "not a journal line: it does not begin with {");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (!found.Add(name))
                {
                    return new(JournalFaultKind.BadField, $"\"{Words.Shown(name)}\" stands there twice");
                }

                if (Property(name, line, ref reader, names, ref envelope) is { } problem)
                {
                    return problem;
                }
            }

            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return new(JournalFaultKind.NotARecord, "not a journal line: " + Words.Of(e));
        }

        if (!found.Contains("wall"))
        {
            envelope.Wall = envelope.At;
        }

        return Required.FirstOrDefault(r => !found.Contains(r)) is { } missing
            ? new(JournalFaultKind.BadField, $"\"{missing}\" is missing")
            : null;
    }

    private static LineProblem? Property(string name, ReadOnlySpan<byte> line, ref Utf8JsonReader value, NameTable names, ref Envelope envelope)
    {
        switch (name)
        {
            case "v":
                return Version(ref value);
            case "seq":
                return Number(name, ref value, out envelope.Sequence);
            case "at":
                return Time(name, ref value, out envelope.At);
            case "wall":
                return Time(name, ref value, out envelope.Wall);
            case "mono":
                return Number(name, ref value, out envelope.Monotonic);
            case "kind":
                return Name(name, ref value, out envelope.Kind);
            case "source":
                return Name(name, ref value, out envelope.Source);
            case "cause" when value.TokenType != JsonTokenType.Null:
                var problem = Number(name, ref value, out var cause);
                envelope.Cause = cause;
                return problem;
            case "hash":
                return Hash(ref value, ref envelope);
            case "data" when value.TokenType == JsonTokenType.StartObject:
                envelope.PayloadStart = (int)value.TokenStartIndex;
                value.Skip();
                envelope.PayloadLength = (int)value.BytesConsumed - envelope.PayloadStart;
                return null;
            case "data":
                return new(JournalFaultKind.BadField, "\"data\" is not an object");
            default:
                value.Skip();
                return null;
        }
    }

    private static LineProblem? Version(ref Utf8JsonReader value) =>
        value.TokenType != JsonTokenType.Number || !value.TryGetInt32(out var version) || version < 1
            ? new(JournalFaultKind.BadField, "\"v\" is not a version number")
            : version > JournalSchema.Version
                ? new(JournalFaultKind.UnknownVersion, $"written in version {version} of the journal; this program reads up to {JournalSchema.Version}: use a newer one")
                : null;

    private static LineProblem? Number(string name, ref Utf8JsonReader value, out long number)
    {
        number = 0;
        return value.TokenType == JsonTokenType.Number && value.TryGetInt64(out number)
            ? null
            : new(JournalFaultKind.BadField, $"\"{name}\" is not a whole number");
    }

    private static LineProblem? Time(string name, ref Utf8JsonReader value, out DateTimeOffset time)
    {
        time = default;
        return value.TokenType == JsonTokenType.String && !value.HasValueSequence && Timestamp.TryRead(value.ValueSpan, out time)
            ? null
            : new(JournalFaultKind.BadField, $"\"{name}\" is not a time like 2026-03-01T10:00:00.0000000Z");
    }

    private static LineProblem? Name(string name, ref Utf8JsonReader value, out string text)
    {
        text = value.TokenType == JsonTokenType.String ? value.GetString()! : "";
        return value.TokenType == JsonTokenType.String ? null : new(JournalFaultKind.BadField, $"\"{name}\" is not a text");
    }

    private static LineProblem? Hash(ref Utf8JsonReader value, ref Envelope envelope)
    {
        if (value.TokenType != JsonTokenType.String || !JournalHash.TryParse(value.ValueSpan, out var hash))
        {
            return new(JournalFaultKind.BadField, "\"hash\" is not 32 characters of base64url");
        }

        envelope.Hash = hash;
        return null;
    }
}
