using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventOps.Linux.Nftables;

/// <summary>Reads what "list ruleset" says as JSON (libnftables-json(5)).</summary>
internal sealed class NftRulesetParser
{
    private readonly List<NftTable> _tables = [];
    private readonly List<NftChain> _chains = [];
    private readonly List<NftRule> _rules = [];
    private readonly List<NftSet> _sets = [];
    private readonly Dictionary<NftRule, NftCount> _counts = [];
    private IReadOnlyDictionary<(string, string, string), string>? _devices;

    /// <param name="texts">The rules in nft's own language; empty when there are none.</param>
    /// <param name="devices">Those of chains, which JSON leaves out; null when there are none.</param>
    /// <exception cref="FormatException">Not what nftables writes.</exception>
    internal static NftRuleset Parse(
        string json,
        IReadOnlyDictionary<(string Family, string Table, string Chain, ulong Handle), string> texts,
        IReadOnlyDictionary<(string Family, string Table, string Chain), string>? devices = null)
    {
        try
        {
            var parser = new NftRulesetParser { _devices = devices };
            using var document = JsonDocument.Parse(json);
            foreach (var item in document.RootElement.GetProperty("nftables").EnumerateArray())
            {
                parser.Add(item, texts);
            }

            return new NftRuleset { Tables = parser._tables, Chains = parser._chains, Rules = parser._rules, Sets = parser._sets, Counts = parser._counts };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"what libnftables lists is not the JSON expected: {e.Message}", e);
        }
    }

    private void Add(JsonElement item, IReadOnlyDictionary<(string, string, string, ulong), string> texts)
    {
        if (item.TryGetProperty("table", out var table))
        {
            _tables.Add(new NftTable(Text(table, "family"), Text(table, "name"), Handle(table)));
        }
        else if (item.TryGetProperty("chain", out var chain))
        {
            _chains.Add(new NftChain(Text(chain, "family"), Text(chain, "table"), Text(chain, "name"), Handle(chain))
            {
                Type = Text(chain, "type"),
                Hook = Text(chain, "hook"),
                Priority = chain.TryGetProperty("prio", out var priority) && priority.TryGetInt32(out var number) ? number : 0,
                Policy = Text(chain, "policy"),
                Devices = _devices?.GetValueOrDefault((Text(chain, "family"), Text(chain, "table"), Text(chain, "name"))) ?? "",
            });
        }
        else if (item.TryGetProperty("rule", out var rule))
        {
            AddRule(rule, texts);
        }
        else if (item.TryGetProperty("set", out var set) || item.TryGetProperty("map", out set))
        {
            var type = set.TryGetProperty("type", out var kind) ? kind.ToString() : "";
            var elements = set.TryGetProperty("elem", out var all) ? all.GetRawText() : "[]";
            _sets.Add(new NftSet(Text(set, "family"), Text(set, "table"), Text(set, "name"), type, elements)
            {
                IsDynamic = set.TryGetProperty("flags", out var flags) && flags.ToString().Contains("dynamic", StringComparison.Ordinal),
            });
        }
    }

    private void AddRule(JsonElement item, IReadOnlyDictionary<(string, string, string, ulong), string> texts)
    {
        var (family, table, chain, handle) = (Text(item, "family"), Text(item, "table"), Text(item, "chain"), Handle(item));
        NftCount? count = null;
        var expressions = new JsonArray();
        foreach (var expression in item.GetProperty("expr").EnumerateArray())
        {
            var isCounter = expression.TryGetProperty("counter", out var counter) && counter.ValueKind == JsonValueKind.Object;
            count = isCounter ? new NftCount(Number(counter, "packets"), Number(counter, "bytes")) : count;
            expressions.Add(isCounter ? new JsonObject { ["counter"] = null } : JsonNode.Parse(expression.GetRawText()));
        }

        var rule = new NftRule(family, table, chain, handle)
        {
            Expressions = expressions.ToJsonString(),
            Text = texts.GetValueOrDefault((family, table, chain, handle), ""),
            Comment = Text(item, "comment"),
        };
        _rules.Add(rule);
        if (count is { } counted)
        {
            _counts[rule] = counted;
        }
    }

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static ulong Handle(JsonElement item) => Number(item, "handle");

    private static ulong Number(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.TryGetUInt64(out var number) ? number : 0;
}
