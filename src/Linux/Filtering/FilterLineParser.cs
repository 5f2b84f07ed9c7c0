using System.Text.Json;
using EventOps.Linux.Nftables;

namespace EventOps.Linux.Filtering;

/// <summary>Reads one rule of libnftables' JSON: what it asks, and what becomes of the packet. One by a verdict map is as many lines as that has elements.</summary>
/// <param name="sets">Those with a name, which rules may ask for.</param>
internal sealed class FilterLineParser(IReadOnlyList<NftSet> sets)
{
    /// <summary>Of a larger set each look would take too long: what it holds is then not known.</summary>
    private const int MostElements = 10_000;

    private static readonly string[] Harmless = ["counter", "log", "comment"];

    private static readonly string[] Verdicts = ["drop", "accept", "return", "reject", "redirect", "dnat", "snat", "masquerade", "queue", "tproxy", "notrack"];

    private readonly Dictionary<NftSet, IReadOnlyList<string>?> _held = [];

    /// <exception cref="JsonException">Its expressions are no JSON.</exception>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public IReadOnlyList<FilterLine> Parse(NftRule rule)
    {
        using var document = JsonDocument.Parse(rule.Expressions);
        var matches = new List<FilterMatch>();
        var (verdict, target, isUnderstood) = ("", "", true);
        JsonElement? map = null;
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

                case "vmap":
                    map = part.Value;
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

        var line = new FilterLine(rule.Family, rule.Table, rule.Chain, rule.Handle, rule.Text, matches, verdict, target, isUnderstood);
        return map is { } verdicts ? LinesOf(verdicts, line, rule) : [line];
    }

    private List<FilterLine> LinesOf(JsonElement map, FilterLine line, NftRule rule)
    {
        var data = map.GetProperty("data");
        var name = data.ValueKind is JsonValueKind.String ? data.GetString()!.TrimStart('@') : null;
        line = line with { Map = name ?? "a verdict map" };
        var elements = name is null ? data.GetProperty("set").GetRawText() : SetOf(rule, name) is { IsDynamic: false, Elements: var known } && known.Length < MostElements * 16 ? known : null;
        if (elements is null)
        {
            return [line with { Verdict = "vmap", IsUnderstood = false }];
        }

        using var document = JsonDocument.Parse(elements);
        var (key, lines) = (KeyOf(map.GetProperty("key")), new List<FilterLine>());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var verdict = element[1].EnumerateObject().First();
            var values = new List<NftElement>();
            var isKnown = NftElement.Collect(element[0], values) & key is not null;
            lines.Add(line with
            {
                Matches = isKnown ? [.. line.Matches, new FilterMatch(key!, "==", [.. values.Select(v => v.Value)])] : line.Matches,
                Verdict = verdict.Name,
                Target = verdict.Value.ValueKind is JsonValueKind.Object ? Text(verdict.Value, "target") : "",
                IsUnderstood = line.IsUnderstood && isKnown,
            });
        }

        return lines;
    }

    private NftSet? SetOf(NftRule rule, string name) => sets.FirstOrDefault(s => s.Family == rule.Family && s.Table == rule.Table && s.Name == name);

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
        var set = SetOf(rule, name);
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
