using System.Globalization;

namespace EventOps.Model;

/// <summary>From and to, both included.</summary>
public readonly record struct NumberRange(uint First, uint Last)
{
    public bool Contains(uint number) => number >= First && number <= Last;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}

/// <summary>What a policy rule asks of packets beside their destination and mark; as text it is <see cref="RoutingRule.Selector"/>.</summary>
public sealed record RuleSelector
{
    /// <summary>Stands for what is not understood here.</summary>
    public const string Unknown = "unknown";

    /// <summary>The rule is for the packets that do not match, of destination and mark too.</summary>
    public bool IsInverted { get; init; }

    public Cidr? From { get; init; }

    /// <summary>"lo" stands for what this host sends; empty for any.</summary>
    public string InputLink { get; init; } = "";

    /// <summary>The link that the sending socket is bound to; empty for any.</summary>
    public string OutputLink { get; init; } = "";

    /// <summary>17 for UDP; 0 for any.</summary>
    public uint Protocol { get; init; }

    public NumberRange? SourcePorts { get; init; }

    public NumberRange? DestinationPorts { get; init; }

    public uint TypeOfService { get; init; }

    /// <summary>Of the sending socket's owner.</summary>
    public NumberRange? Users { get; init; }

    /// <summary>Routes of the rule's table with this prefix length or less do not count; -1 when all do.</summary>
    public int SuppressedPrefixLength { get; init; } = -1;

    /// <summary>It asks for nothing else.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static RuleSelector Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var selector = new RuleSelector();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "not")
            {
                selector = selector with { IsInverted = true };
            }
            else
            {
                selector = selector.With(words[i], i + 1 < words.Length ? words[i + 1] : "");
                i++;
            }
        }

        return selector;
    }

    /// <summary>In ip(8)'s words.</summary>
    public override string ToString()
    {
        var words = new List<string>();
        Add(IsInverted, "not");
        Add(From is not null, $"from {From}");
        Add(InputLink.Length > 0, "iif " + InputLink);
        Add(OutputLink.Length > 0, "oif " + OutputLink);
        Add(Protocol != 0, string.Create(CultureInfo.InvariantCulture, $"ipproto {Protocol}"));
        Add(SourcePorts is not null, $"sport {SourcePorts}");
        Add(DestinationPorts is not null, $"dport {DestinationPorts}");
        Add(TypeOfService != 0, string.Create(CultureInfo.InvariantCulture, $"tos {TypeOfService}"));
        Add(Users is not null, $"uidrange {Users}");
        Add(SuppressedPrefixLength >= 0, string.Create(CultureInfo.InvariantCulture, $"suppress_prefixlength {SuppressedPrefixLength}"));
        Add(!IsWhole, Unknown);
        return string.Join(' ', words);

        void Add(bool isSaid, string word)
        {
            if (isSaid)
            {
                words.Add(word);
            }
        }
    }

    private RuleSelector With(string word, string value)
    {
        switch (word)
        {
            case "from" when Cidr.TryParse(value, out var from, out _):
                return this with { From = from };
            case "iif":
                return this with { InputLink = value };
            case "oif":
                return this with { OutputLink = value };
            case "ipproto" when Number(value) is { } protocol:
                return this with { Protocol = protocol };
            case "sport" when Range(value) is { } source:
                return this with { SourcePorts = source };
            case "dport" when Range(value) is { } destination:
                return this with { DestinationPorts = destination };
            case "tos" when Number(value) is { } service:
                return this with { TypeOfService = service };
            case "uidrange" when Range(value) is { } users:
                return this with { Users = users };
            case "suppress_prefixlength" when Number(value) is { } length:
                return this with { SuppressedPrefixLength = (int)length };
            default:
                return this with { IsWhole = false };
        }
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static NumberRange? Range(string text) =>
        text.Split('-') is [var first, var last] && Number(first) is { } from && Number(last) is { } to ? new NumberRange(from, to) : null;
}
