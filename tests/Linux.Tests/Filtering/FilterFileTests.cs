using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Linux.Tests.Filtering;

/// <summary>Files as nft(8) loads them, into namespaces that are thrown away.</summary>
public sealed class FilterFileTests : IDisposable
{
    private static readonly NetworkPolicy Policy = new()
    {
        CorrectFiles = true,
        CorrectForeign = true,
        Links = [new WantedLink("eth0", 0, false), new WantedLink("wg0", 0, true)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("fdaa::1/112")), new WantedAddress("wg0", Cidr.Parse("192.168.0.1/24"))],
        Tunnels = [new WantedTunnel("wg0", 51820)],
        Peers = [new WantedPeer("wg0", "key", "192.168.0.2/32", 25, "[fdaa::9]:51820")],
        Services = [new WantedService(8080, "wg0", "eth0")],
    };

    private readonly ScratchFolder _folder;
    private readonly NetworkNamespace _network;

    public FilterFileTests()
    {
        Root.Require();
        _folder = new ScratchFolder();
        _network = NetworkNamespace.CreateUnnamed();
    }

    private string Path => _folder.Path + "/nftables.conf";

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    /// <summary>What a chain of table inet x holds.</summary>
    [Theory]
    [InlineData("type filter hook input priority 0; policy accept;\n  udp dport 51820 drop", "inet x in: udp dport 51820 drop stops the tunnel's own packets: udp to port 51820 from port 51820 in on eth0")]
    [InlineData("type filter hook input priority 0; policy drop;\n  tcp dport 22 accept", "inet x in: policy drop stops the tunnel's own packets: udp to port 51820 from port 51820 in on eth0")]
    [InlineData("type filter hook input priority 0; policy accept;\n  ct state established accept\n  tcp dport 22 accept\n  reject", "inet x in: reject stops the tunnel's own packets: udp to port 51820 from port 51820 in on eth0")]
    [InlineData("type nat hook prerouting priority -100;\n  tcp dport 8080 redirect to :80", "inet x in: tcp dport 8080 redirect to :80 stops the service on port 8080: tcp to port 8080 in on wg0")]
    [InlineData("type filter hook input priority 0; policy accept;\n  iif \"eth0\" udp dport 51820 drop", "inet x in: iif \"eth0\" udp dport 51820 drop stops the tunnel's own packets: udp to port 51820 from port 51820 in on eth0")]
    public void What_stops_what_must_pass_is_told_and_let_through_by_a_section_that_holds(string chain, string problem)
    {
        var text = $"#!/usr/sbin/nft -f\nflush ruleset\ntable inet x {{\n chain in {{\n  {chain}\n }}\n}}\n";
        var judged = Judge(text);
        Assert.Equal((problem, ""), (Assert.Single(judged.Problems), judged.Grave));
        Assert.StartsWith(text + "# Written by EventOps:", judged.Corrected, StringComparison.Ordinal);
        Assert.Contains("\ninsert rule inet x in ", judged.Corrected, StringComparison.Ordinal);
        Assert.Equal([], Judge(judged.Corrected!).Problems);
        using var place = NetworkNamespace.CreateUnnamed();
        using (var routes = RouteSocket.Open(place))
        {
            routes.CreateVethPair("eth0", "wg0");
        }

        using var session = NftablesSession.Open(place);
        var loaded = session.ApplyFile(Path);
        Assert.True(loaded.IsDone, loaded.Error);
        Assert.Contains(session.Read().Rules, r => r is { Chain: "in", Comment: FilterSection.Comment });
        Assert.Empty(ReadHere());
    }

    [Theory]
    [InlineData("policy accept;\n  tcp dport 22 drop")]
    [InlineData("policy drop;\n  meta l4proto { icmp, icmpv6 } accept\n  udp dport 51820 accept\n  iifname \"wg0\" tcp dport 8080 accept\n  ct state established,related accept")]
    public void A_file_that_stops_nothing_of_that_stays_as_it_is(string chain)
    {
        var text = $"table inet x {{\n chain in {{\n  type filter hook input priority 0; {chain}\n }}\n}}\n";
        var judged = Judge(text);
        Assert.Equal((0, "", text), (judged.Problems.Count, judged.Grave, judged.Corrected));
        judged = Judge(text + FilterSection.With("", ["insert rule inet x in iifname \"wg0\" accept comment \"eventops\""]));
        Assert.Equal((0, ""), (judged.Problems.Count, judged.Grave));
    }

    [Theory]
    [InlineData("iif \"wg0\" accept", true)]
    [InlineData("iifname \"wg0\" accept", false)]
    [InlineData("iif \"eth0\" tcp dport 22 accept", false)]
    public void A_rule_that_names_a_tunnel_which_a_boot_makes_later_is_told_of(string rule, bool isLate)
    {
        var text = $"table inet x {{\n chain in {{\n  type filter hook input priority 0; policy accept;\n  {rule}\n }}\n}}\n";
        var judged = Judge(text);
        Assert.Equal((0, text), (judged.Problems.Count, judged.Corrected));
        Assert.Equal(isLate, judged.Grave.StartsWith("it loads only where wg0 is there already, which at a boot comes later", StringComparison.Ordinal));
        Assert.Equal(isLate, judged.Grave.Length > 0);
    }

    [Fact]
    public void What_it_includes_and_defines_counts()
    {
        Directory.CreateDirectory(_folder.Path + "/nftables.d");
        File.WriteAllText(_folder.Path + "/nftables.d/tunnel.nft", "add rule inet x in udp dport $port drop\n");
        var text = $"define port = 51820\ntable inet x {{\n chain in {{\n  type filter hook input priority 0\n }}\n}}\ninclude \"{_folder.Path}/nftables.d/*.nft\"\n";
        var judged = Judge(text);
        Assert.StartsWith("inet x in: udp dport 51820 drop stops", Assert.Single(judged.Problems), StringComparison.Ordinal);
        Assert.StartsWith(text + "# Written", judged.Corrected, StringComparison.Ordinal);
        Assert.Equal([], Judge(judged.Corrected!).Problems);
    }

    [Fact]
    public async Task Its_stamp_differs_once_it_or_what_it_includes_does()
    {
        Directory.CreateDirectory(_folder.Path + "/nftables.d");
        var text = $"include \"{_folder.Path}/nftables.d/*.nft\"\n";
        await File.WriteAllTextAsync(Path, text, TestContext.Current.CancellationToken);
        var file = new FilterFile(Policy, _network, Path);
        List<string> stamps = [file.Stamp(), file.Stamp(text)];
        Assert.Equal(stamps[1], file.Stamp());
        await NoteAsync(() => File.WriteAllText(_folder.Path + "/nftables.d/a.nft", "# one\n"));
        await NoteAsync(() => File.WriteAllText(_folder.Path + "/nftables.d/a.nft", "# two\n"));
        await NoteAsync(() => File.Move(_folder.Path + "/nftables.d/a.nft", _folder.Path + "/nftables.d/b.nft"));
        await NoteAsync(() => File.Delete(_folder.Path + "/nftables.d/b.nft"));
        await NoteAsync(() => File.WriteAllText(Path, text + "#\n"));
        await NoteAsync(() => File.Delete(Path));

        async Task NoteAsync(Action change)
        {
            // The clock of files goes on in steps of some milliseconds.
            await Task.Delay(20, TestContext.Current.CancellationToken);
            change();
            stamps.Add(file.Stamp());
            Assert.NotEqual(stamps[^2], stamps[^1]);
        }
    }

    [Theory]
    [InlineData("table inet x {\n chain in {\n  type filter hook input priority 0\n  udp dport 51820 dropp\n }\n}\n", ":4:")]
    [InlineData("table inet x { }\nadd rule inet x in drop\n", ":2:")]
    [InlineData("table inet x { }\ninclude \"/nowhere/at.all\"\n", ":2:")]
    public void One_that_does_not_load_is_told_of_with_its_line_and_never_corrected(string text, string place)
    {
        var judged = Judge(text);
        Assert.StartsWith($"nft(8) does not load it: {Path}{place}", Assert.Single(judged.Problems), StringComparison.Ordinal);
        Assert.StartsWith(judged.Problems[0] + "; mend it by hand", judged.Grave, StringComparison.Ordinal);
        Assert.Null(judged.Corrected);
    }

    [Fact]
    public void One_that_does_not_load_for_a_section_of_ours_gets_another()
    {
        var section = FilterSection.With("", ["insert rule inet gone in accept comment \"eventops\""]);
        Assert.Equal("table inet x { }\n", Judge("table inet x { }\n" + section).Corrected);
        var corrected = Judge("table inet x {\n chain in {\n  type filter hook input priority 0; policy drop\n }\n}\n" + section).Corrected!;
        Assert.DoesNotContain("gone", corrected, StringComparison.Ordinal);
        Assert.Equal([], Judge(corrected).Problems);
    }

    [Fact]
    public void Where_the_settings_do_not_let_it_be_corrected_it_is_told_of()
    {
        const string Text = "table inet x {\n chain in {\n  type filter hook input priority 0; policy drop\n }\n}\n";
        foreach (var policy in (NetworkPolicy[])[Policy with { CorrectFiles = false }, Policy with { CorrectForeign = false }])
        {
            var judged = Judge(Text, policy);
            Assert.Null(judged.Corrected);
            Assert.Contains("policy drop stops", judged.Grave, StringComparison.Ordinal);
            Assert.Contains("set correct-files", judged.Grave, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_cannot_be_said_without_doubt_is_not_written()
    {
        var judged = Judge("table inet x {\n chain _in {\n  type filter hook input priority 0; policy drop\n }\n}\n");
        Assert.Null(judged.Corrected);
        Assert.Contains("inet x _in cannot be said", judged.Grave, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_stop_something_is_told_of_and_left()
    {
        var text = "table inet x {\n chain in {\n  type filter hook input priority 0\n  tcp dport 8080 limit rate over 9/second drop\n }\n}\n";
        var judged = Judge(text);
        Assert.Equal((0, text), (judged.Problems.Count, judged.Corrected));
        Assert.Contains("may stop the service on port 8080", judged.Grave, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_none_nothing_is_wrong() => Assert.Empty(new FilterFile(Policy, _network, Path).Judge(null).Problems);

    private FileJudgement Judge(string text, NetworkPolicy? policy = null)
    {
        File.WriteAllText(Path, text);
        return new FilterFile(policy ?? Policy, _network, Path).Judge(text);
    }

    private IReadOnlyList<NftTable> ReadHere()
    {
        using var session = NftablesSession.Open(_network);
        return session.Read().Tables;
    }
}
