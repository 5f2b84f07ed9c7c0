using System.Text.Json;
using EventOps.Linux.Nftables;

namespace EventOps.Sensors.Network;

/// <summary>Reads one rule of libnftables' JSON: what it asks, and what becomes of the packet.</summary>
internal static class FilterLineParser
{
    private static readonly string[] Harmless = ["counter", "log", "comment", "limit"];

    private static readonly string[] Verdicts = ["drop", "accept", "return", "reject", "redirect", "dnat", "snat", "masquerade", "queue", "tproxy"];

    /// <exception cref="JsonException">Its expressions are no JSON.</exception>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public static FilterLine Parse(NftRule rule)
    {
        using var document = JsonDocument.Parse(rule.Expressions);
        var matches = new List<FilterMatch>();
        var (verdict, target, isUnderstood) = ("", "", true);
        foreach (var expression in document.RootElement.EnumerateArray())
        {
            var part = expression.EnumerateObject().First();
            switch (part.Name)
            {
                case "match":
                    if (MatchOf(part.Value) is { } match)
                    {
                        matches.Add(match);
                    }
                    else
                    {
                        isUnderstood = false;
                    }

                    break;

                case "jump" or "goto":
                    (verdict, target) = (part.Name, Text(part.Value, "target"));
                    break;

                case "xt":
                    Take(part.Value, matches, ref verdict, ref isUnderstood);
                    break;

                case var name when Verdicts.Contains(name):
                    verdict = name;
                    break;

                case var name:
                    isUnderstood &= Harmless.Contains(name);
                    break;
            }
        }

        return new FilterLine(rule.Family, rule.Table, rule.Chain, rule.Handle, rule.Text, matches, verdict, target, isUnderstood);
    }

    private static void Take(JsonElement xt, List<FilterMatch> matches, ref string verdict, ref bool isUnderstood)
    {
        if (xt.ValueKind is not JsonValueKind.Object)
        {
            isUnderstood = false;
            return;
        }

        var name = Text(xt, "name");
        if (Text(xt, "type") == "target")
        {
            verdict = name.ToLowerInvariant();
        }
        else if (name != "comment")
        {
            matches.Add(new FilterMatch("xt " + name, "==", []));
        }
    }

    private static FilterMatch? MatchOf(JsonElement match)
    {
        var key = KeyOf(match.GetProperty("left"));
        var values = new List<string>();
        return key is not null && Collect(match.GetProperty("right"), values) ? new FilterMatch(key, Text(match, "op"), values) : null;
    }

    private static string? KeyOf(JsonElement left)
    {
        if (left.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var part = left.EnumerateObject().First();
        return part.Name switch
        {
            "meta" or "ct" => $"{part.Name} {Text(part.Value, "key")}",
            "payload" when part.Value.TryGetProperty("protocol", out var protocol) => $"{protocol.GetString()} {Text(part.Value, "field")}",
            _ => null,
        };
    }

    private static bool Collect(JsonElement right, List<string> values)
    {
        switch (right.ValueKind)
        {
            case JsonValueKind.String:
                // A named set, which may hold anything.
                if (right.GetString()!.StartsWith('@'))
                {
                    return false;
                }

                values.Add(right.GetString()!);
                return true;

            case JsonValueKind.Number:
                values.Add(right.GetRawText());
                return true;

            case JsonValueKind.Array:
                return right.EnumerateArray().All(item => Collect(item, values));

            case JsonValueKind.Object when right.TryGetProperty("set", out var set):
                return Collect(set, values);

            case JsonValueKind.Object when right.TryGetProperty("range", out var range):
                values.Add($"{range[0]}-{range[1]}");
                return true;

            case JsonValueKind.Object when right.TryGetProperty("prefix", out var prefix):
                values.Add($"{Text(prefix, "addr")}/{Text(prefix, "len")}");
                return true;

            default:
                return false;
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";
}
