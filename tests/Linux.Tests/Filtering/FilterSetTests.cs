using EventOps.Linux.Filtering;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Linux.Tests.Filtering;

/// <summary>Rules that drop by a named set: whether they stop what must pass, and what of the set does.</summary>
public sealed class FilterSetTests
{
    private const string Peer = "fdaa::9";

    private static readonly WantedFlow Carrier = new("the tunnel's own packets", true, "eth0", "udp", 51820, 51820, 6, Source: Peer);

    [Theory]
    [InlineData("""["fdaa::9"]""", Peer)]
    [InlineData("""["fdaa::1", {"elem": {"val": "fdaa::9", "timeout": 3600, "expires": 3599}}]""", Peer)]
    [InlineData("""[{"prefix": {"addr": "fdaa::", "len": 64}}]""", null)]
    [InlineData("""["fdaa::9", {"prefix": {"addr": "fdaa::", "len": 64}}]""", null)]
    public void One_that_holds_us_surely_stops_it(string elements, string? element)
    {
        var found = Assert.Single(Judge(elements));
        Assert.Equal((true, "banned", element), (found.IsSure, found.Set, found.Element));
    }

    [Theory]
    [InlineData("""["fdaa::9", "fdbb::1"]""", Peer)]
    [InlineData("""["fdaa::1", "fdaa::9"]""", null)]
    public void Of_a_prefix_that_must_get_through_one_address_is_what_the_set_holds(string elements, string? element)
    {
        var found = Assert.Single(Judge(elements, flow: new WantedFlow("the service", true, "eth0", "tcp", 8080, 0, 6, Source: "fdaa::/16")));
        Assert.Equal((true, "banned", element), (found.IsSure, found.Set, found.Element));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["fdaa::1", {"elem": {"val": "fdaa::2", "timeout": 3600}}]""")]
    public void One_that_does_not_stops_nothing(string elements) => Assert.Empty(Judge(elements));

    [Theory]
    [InlineData("""[{"concat": ["fdaa::9", 51820]}]""", false)]
    [InlineData("""["fdaa::1"]""", true)]
    public void Of_one_that_is_not_understood_or_that_packets_fill_nothing_is_sure(string elements, bool isDynamic)
    {
        var found = Assert.Single(Judge(elements, isDynamic));
        Assert.Equal((false, null, null), (found.IsSure, found.Set, found.Element));
    }

    [Fact]
    public void What_is_dropped_as_it_is_not_in_the_set_has_no_element()
    {
        var found = Assert.Single(Judge("""["fdaa::1"]""", operation: "!="));
        Assert.Equal((true, "banned", null), (found.IsSure, found.Set, found.Element));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""[{"prefix": {"addr": "fdaa::"}}]""")]
    [InlineData("""[{"range": ["fdaa::1"]}]""")]
    public void Elements_that_are_malformed_are_told_as_such(string elements) => Assert.Throws<FormatException>(() => Judge(elements));

    private static List<FilterRule> Judge(string elements, bool isDynamic = false, string operation = "==", WantedFlow? flow = null)
    {
        var drop = """[{"match": {"op": "OPERATION", "left": {"payload": {"protocol": "ip6", "field": "saddr"}}, "right": "@banned"}}, {"drop": null}]"""
            .Replace("OPERATION", operation, StringComparison.Ordinal);
        var view = FilterView.Of(new NftRuleset
        {
            Tables = [new NftTable("inet", "ban", 1)],
            Chains = [new NftChain("inet", "ban", "input", 2) { Type = "filter", Hook = "input", Policy = "accept" }],
            Rules = [new NftRule("inet", "ban", "input", 3) { Expressions = drop, Text = "ip6 saddr @banned drop" }],
            Sets = [new NftSet("inet", "ban", "banned", "ipv6_addr", elements) { IsDynamic = isDynamic }],
            Counts = new Dictionary<NftRule, NftCount>(),
        });
        return [.. FilterJudge.StandingInTheWay(view, [flow ?? Carrier])];
    }
}
