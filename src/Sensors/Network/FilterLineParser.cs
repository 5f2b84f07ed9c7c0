using System.Text.Json;
using EventOps.Linux.Nftables;

namespace EventOps.Sensors.Network;

/// <summary>Reads one rule of libnftables' JSON: what it asks, and what becomes of the packet.</summary>
/// <param name="sets">Those with a name, which rules may ask for.</param>
internal sealed class FilterLineParser(IReadOnlyList<NftSet> sets)
{
    /// <summary>Of a larger set each look would take too long: what it holds is then not known.</summary>
    private const int MostElements = 10_000;

    private static readonly string[] Harmless = ["counter", "log", "comment", "limit"];

    private static readonly string[] Verdicts = ["drop", "accept", "return", "reject", "redirect", "dnat", "snat", "masquerade", "queue", "tproxy"];

    private readonly Dictionary<NftSet, IReadOnlyList<string>?> _held = [];

    /// <exception cref="JsonException">Its expressions are no JSON.</exception>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public FilterLine Parse(NftRule rule)
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
                    if (MatchOf(part.Value, rule) is { } match)
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

    private FilterMatch? MatchOf(JsonElement match, NftRule rule)
    {
        if (KeyOf(match.GetProperty("left")) is not { } key)
        {
            return null;
        }

        var (right, operation) = (match.GetProperty("right"), Text(match, "op"));
        if (right.ValueKind is JsonValueKind.String && right.GetString() is ['@', .. var name])
        {
            return ElementsOf(rule, name) is { } held ? new FilterMatch(key, operation, held, name) : null;
        }

        var values = new List<NftElement>();
        return NftElement.Collect(right, values) ? new FilterMatch(key, operation, [.. values.Select(v => v.Value)]) : null;
    }

    /// <summary>Null when it is not known what the set holds.</summary>
    private IReadOnlyList<string>? ElementsOf(NftRule rule, string name)
    {
        var set = sets.FirstOrDefault(s => s.Family == rule.Family && s.Table == rule.Table && s.Name == name);
        if (set is null or { IsDynamic: true })
        {
            return null;
        }

        if (!_held.TryGetValue(set, out var held))
        {
            _held[set] = held = set.Elements.Length < MostElements * 16 && set.Read() is { Count: <= MostElements } elements ? [.. elements.Select(e => e.Value)] : null;
        }

        return held;
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

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";
}
