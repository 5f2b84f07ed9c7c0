using EventOps.Linux.Namespaces;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Nftables;

public sealed class NftablesSessionTests : IDisposable
{
    private const string Lab = """
        table inet zz {
            set s { type ipv4_addr; flags timeout; elements = { 10.0.0.1 timeout 1h }; }
            chain p { type filter hook prerouting priority -300; policy accept; udp dport 51820 counter drop comment "x"; jump q; }
            chain q { ip saddr @s tcp dport { 80, 8080 } drop; }
        }
        """;

    private readonly NetworkNamespace _network;
    private readonly NftablesSession _session;

    public NftablesSessionTests()
    {
        Root.Require();
        _network = NetworkNamespace.CreateUnnamed();
        _session = NftablesSession.Open(_network);
    }

    public void Dispose()
    {
        _session.Dispose();
        _network.Dispose();
    }

    [Fact]
    public void A_ruleset_is_applied_and_read()
    {
        var applied = _session.Apply(Lab);
        Assert.True(applied.IsDone, applied.Error);
        var read = _session.Read();
        Assert.Equal([("inet", "zz")], read.Tables.Select(t => (t.Family, t.Name)));
        Assert.Equal([("p", true, "prerouting", -300, "accept"), ("q", false, "", 0, "")], read.Chains.Select(c => (c.Name, c.IsBase, c.Hook, c.Priority, c.Policy)));
        Assert.Equal(["udp dport 51820 counter drop comment \"x\"", "jump q", "ip saddr @s tcp dport { 80, 8080 } drop"], read.Rules.Select(r => r.Text));
        Assert.Contains("10.0.0.1", Assert.Single(read.Sets).Elements, StringComparison.Ordinal);
        var drop = read.Rules[0];
        Assert.Equal(("x", new NftCount(0, 0)), (drop.Comment, read.Counts[drop]));
        Assert.Contains("""{"counter":null},{"drop":null}""", drop.Expressions, StringComparison.Ordinal);
        Assert.Equal(read.Rules, _session.Read().Rules);

        Assert.True(_session.Apply($"delete rule inet zz p handle {drop.Handle}").IsDone);
        Assert.Equal(read.Rules.Skip(1), _session.Read().Rules);
    }

    [Fact]
    public void What_nobody_changed_is_not_listed_again_and_what_anybody_changed_is()
    {
        using var other = NftablesSession.Open(_network);
        var empty = _session.ReadIfChanged();
        Assert.True(_session.Check(Lab).IsDone);
        Assert.Same(empty, _session.ReadIfChanged());

        Assert.True(other.Apply(Lab).IsDone);
        var read = _session.ReadIfChanged();
        Assert.Equal(_session.Read().Rules, read.Rules);
        Assert.Same(read, _session.ReadIfChanged());

        Assert.True(_session.Apply($"delete rule inet zz p handle {read.Rules[0].Handle}").IsDone);
        Assert.Equal(read.Rules.Skip(1), _session.ReadIfChanged().Rules);
    }

    [Fact]
    public void Checking_changes_nothing_and_a_bad_line_undoes_the_rest()
    {
        Assert.True(_session.Check(Lab).IsDone);
        Assert.Empty(_session.Read().Tables);
        foreach (var bad in new[] { "add table inet a; add rule inet a nochain drop", "add table inet a; nonsense" })
        {
            var refused = _session.Apply(bad);
            Assert.False(refused.IsDone);
            Assert.NotEmpty(refused.Error);
            Assert.Empty(_session.Read().Tables);
        }

        Assert.Throws<ArgumentException>(() => _session.Apply("a\0b"));
    }

    [Fact]
    public void Sessions_of_two_namespaces_take_no_link_of_one_for_that_of_the_other()
    {
        using var elsewhere = NetworkNamespace.CreateUnnamed();
        using var other = NftablesSession.Open(elsewhere);
        Parallel.Invoke(() => Look(_network, _session, "here"), () => Look(elsewhere, other, "there"));

        static void Look(NetworkNamespace network, NftablesSession session, string link)
        {
            using (var routes = RouteSocket.Open(network))
            {
                routes.CreateVethPair(link, link + "-end");
            }

            var rules = string.Concat(Enumerable.Repeat($"  iif \"{link}\" drop\n", 50));
            var applied = session.Apply($"table inet x {{\n chain c {{\n  type filter hook input priority 0\n{rules} }}\n}}\n");
            Assert.True(applied.IsDone, applied.Error);
            for (var i = 0; i < 100; i++)
            {
                Assert.All(session.Read().Rules, r => Assert.Equal($"iif \"{link}\" drop", r.Text));
            }
        }
    }

    [Fact]
    public async Task Changes_are_heard_with_who_made_them()
    {
        using var monitor = NftMonitor.Open(_network);
        Assert.True(_session.Apply(Lab).IsDone);
        var heard = Hear(monitor);
        Assert.Contains(heard, c => c is { Kind: NftObjectKind.Table, Family: "inet", Table: "zz", IsRemoved: false });
        var rule = heard.First(c => c.Kind == NftObjectKind.Rule);
        Assert.Equal(("zz", "p", _session.Read().Rules[0].Handle), (rule.Table, rule.Name, rule.Handle));
        Assert.True(Directory.Exists($"/proc/self/task/{heard[^1].WriterThread}"));

        var other = await Command.RunAsync(_network.Within(new CommandLine("nft", "delete", "table", "inet", "zz")), cancel: TestContext.Current.CancellationToken);
        Assert.True(other.IsSuccess);
        heard = Hear(monitor);
        Assert.Contains(heard, c => c is { Kind: NftObjectKind.Table, Table: "zz", IsRemoved: true });
        Assert.Equal((NftObjectKind.Generation, other.Pid, "nft"), (heard[^1].Kind, heard[^1].WriterThread, heard[^1].WriterName));
        Assert.Equal(0, monitor.Rejected);
    }

    [Fact]
    public void Any_bytes_are_changes_or_malformed()
    {
        var captured = new List<byte>();
        using (var raw = _network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Netfilter)))
        {
            raw.Join(7);
            Assert.True(_session.Apply("add table ip t; add chain ip t c; add rule ip t c drop; delete table ip t").IsDone);
            for (var reading = raw.Receive(); reading.Kind != NetlinkReadingKind.Empty; reading = raw.Receive())
            {
                captured.AddRange(reading.Messages);
            }
        }

        var all = new List<NftChange>();
        Assert.True(NftMonitor.Take(captured.ToArray(), all));
        Assert.NotEmpty(all);
        Hostile.Sample([.. captured], bytes =>
        {
            var changes = new List<NftChange>();
            _ = NftMonitor.Take(bytes, changes);
            return changes.Count <= bytes.Length / NetlinkMessageReader.HeaderLength;
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nftables": 1}""")]
    [InlineData("""{"nftables": [1]}""")]
    [InlineData("""{"nftables": [{"rule": {"family": "ip"}}]}""")]
    [InlineData("""{"nftables": [{"rule": {"expr": [1]}}]}""")]
    public void What_is_not_its_json_is_refused(string json) =>
        Assert.Throws<FormatException>(() => NftRulesetParser.Parse(json, new Dictionary<(string, string, string, ulong), string>()));

    private static List<NftChange> Hear(NftMonitor monitor)
    {
        var heard = new List<NftChange>();
        while (monitor.Receive(heard) != NetlinkReadingKind.Empty)
        {
        }

        return heard;
    }
}
