using System.Text;
using System.Text.Json.Nodes;

namespace EventOps.Model.Tests.Network;

/// <summary>For whom a service is open and closed: the packets that must pass, and the rules of the own table.</summary>
public sealed class ServiceSourcesTests
{
    [Theory]
    [InlineData("", "", " 0 ")]
    [InlineData("", "10.0.0.66/32", " 0 10.0.0.66/32")]
    [InlineData("10.0.0.0/8, fdaa::/16", "", "10.0.0.0/8 4 |fdaa::/16 6 ")]
    [InlineData("10.0.0.0/8, fdaa::/16", "10.1.0.0/16, fdaa::66/128, 192.168.0.0/16", "10.0.0.0/8 4 10.1.0.0/16|fdaa::/16 6 fdaa::66/128")]
    [InlineData("10.1.2.0/24", "10.1.0.0/16", "10.1.2.0/24 4 ")]
    public void What_must_pass_is_what_comes_from_open_sources_and_from_no_closed_one_within_them(string openTo, string closedTo, string expected)
    {
        var flows = NetworkPlan.FlowsOf(Policy(openTo, closedTo));
        Assert.Equal(expected.Split('|'), flows.Where(f => f.IsInput).Select(f => $"{f.Source} {f.Family} {f.Except}"));
        Assert.Equal(expected.Split('|'), flows.Where(f => !f.IsInput).Select(f => $"{f.Destination} {f.Family} {f.Except}"));
        Assert.All(flows, f => Assert.Equal(openTo.Length > 0, f.Named is not null));
    }

    [Fact]
    public void Of_two_prefixes_that_lie_in_one_another_the_narrower_one_comes_first() => Assert.Equal(
        [
            "iifname \"eth0\" tcp dport 8080 reject with tcp reset",
            "ip6 saddr fdaa::66 tcp dport 8080 reject with tcp reset",
            "iifname \"wg0\" ip saddr 10.1.2.0/24 tcp dport 8080 accept",
            "ip saddr 10.1.0.0/16 tcp dport 8080 reject with tcp reset",
        ],
        OwnTable.RulesOf(Policy("10.0.0.0/8, 10.1.2.0/24, fdaa::/16", "10.1.0.0/16, fdaa::66/128", "eth0")));

    [Fact]
    public void What_is_only_open_needs_no_table() => Assert.Empty(OwnTable.RulesOf(Policy("10.0.0.0/8", "")));

    [Fact]
    public void Older_journals_say_nothing_of_sources()
    {
        var settings = new SettingsLoaded("test", "", ActingMode.Act, []) { Network = Policy("10.0.0.0/8", "10.1.0.0/16") };
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
        {
            EventKinds.WritePayload(writer, settings);
        }

        Assert.Equal(settings.Network, Read(stream.ToArray()).Network);
        var older = JsonNode.Parse(stream.ToArray())!;
        var service = older["network"]!["services"]![0]!.AsObject();
        Assert.True(service.Remove("openTo") && service.Remove("closedTo"));
        Assert.Equal(Policy("", ""), Read(Encoding.UTF8.GetBytes(older.ToJsonString())).Network);
    }

    private static SettingsLoaded Read(byte[] payload) => (SettingsLoaded)EventKinds.ReadPayload("settings.loaded", payload, default)!;

    private static NetworkPolicy Policy(string openTo, string closedTo, string closedOn = "") =>
        new() { Services = [new WantedService(8080, "wg0", closedOn, OpenTo: openTo, ClosedTo: closedTo)] };
}
