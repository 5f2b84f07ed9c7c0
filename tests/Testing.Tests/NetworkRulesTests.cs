using EventOps.Rules.Engine;

namespace EventOps.Testing.Tests;

/// <summary>What each network rule wants of a fault, with all rules about, and that a network as it is wanted is left alone.</summary>
public sealed class NetworkRulesTests
{
    private static readonly FilterRule Drop = new("nft", "inet", "filter", "input", 7, "udp dport 51820 drop", "the tunnel's own packets", IsSure: true);
    private static readonly NetworkRoute Blackhole = new(Cidr.Parse("192.168.0.1/32"), WantedRoute.MainTable, 0, "blackhole", "", 4);
    private static readonly NetworkRoute ThroughOneself = new(Cidr.Parse("10.9.0.0/16"), WantedRoute.MainTable, 0, "unicast", "wg0", 4, "192.168.0.2", null, GatewayIsOwn: true);
    private static readonly RoutingRule Prohibit = new(false, 100, "prohibit", 0, 0, 0, "", Cidr.Parse("192.168.0.1/32"));

    private static readonly RoutingRule FromOneself = new(false, 32765, "prohibit", 0, 0, 0, "from 192.168.0.2/32");
    private static readonly RoutingRule Wanted = new(false, 50, "table", 100, 0, 0, "from 10.0.0.0/8");

    private readonly NetworkScene _scene = new();

    /// <summary>The rule, the fault, and what is wanted.</summary>
    public static TheoryData<Type, Event, Intent> Faults => new()
    {
        { typeof(AddMissingAddress), new AddressChanged(Change.Removed, NetworkScene.TunnelAddress), new AddAddress("wg0", NetworkScene.TunnelAddress.Address, "") },
        { typeof(AddMissingAddress), new AddressChanged(Change.Changed, NetworkScene.TunnelAddress with { Problem = "duplicate" }), new AddAddress("wg0", NetworkScene.TunnelAddress.Address, "") },
        { typeof(CorrectNetworkFile), new NetworkFileRead(new NetworkFile(NetworkScene.File, "MTU is 1280, not 1340", "other")), new RepairFile(NetworkScene.File, "") },
        { typeof(KeepOwnFilter), new OwnFilterRead(new OwnFilter(false, "the table is gone")), new SetOwnFilter("") },
        { typeof(LetThroughWhatMustPass), new FilterRuleChanged(Change.Added, Drop with { Text = FilterRule.PolicyDrop }), new LetThrough(Drop with { Text = FilterRule.PolicyDrop }, "") },
        { typeof(PutBackMissingRoute), new RouteChanged(Change.Removed, NetworkScene.DefaultRoute), new AddRoute(NetworkScene.Default, "") },
        { typeof(RaiseContention), new ResourceContended("link:eth0", 5, RuleTest.Start), new RaiseAlarm("fight:link:eth0", Severity.Warning, "") },
        { typeof(RaiseFilterRule), new FilterRuleChanged(Change.Added, Drop with { IsSure = false }), new RaiseAlarm("filter:" + Drop, Severity.Warning, "") },
        { typeof(RaiseNetworkFile), new NetworkFileRead(new NetworkFile(NetworkScene.File, "", "other", "line 2: PrivateKey is no WireGuard key")), new RaiseAlarm("file:" + NetworkScene.File, Severity.Warning, "") },
        { typeof(RaiseXdpProgram), new XdpProgramChanged(Change.Added, new XdpProgram("eth0", 98)), new RaiseAlarm("xdp:eth0", Severity.Notice, "") },
        { typeof(RemoveAddressOfOtherEnd), new AddressChanged(Change.Added, new NetworkAddress("lo", Cidr.Parse("192.168.0.1/32"), true, "")), new RemoveAddress("lo", Cidr.Parse("192.168.0.1/32"), "") },
        { typeof(RemoveClaimingPeer), new PeerChanged(Change.Added, new TunnelPeer("wg0", "stranger", "192.168.0.0/24", 0, false)), new RemovePeer("wg0", "stranger", "") },
        { typeof(RemoveFilterRuleInTheWay), new FilterRuleChanged(Change.Added, Drop), new RemoveFilterRule(Drop, "") },
        { typeof(RemoveSetElementInTheWay), new FilterRuleChanged(Change.Added, Drop with { Set = "banned", Element = "fdaa::9" }), new RemoveSetElement(Drop with { Set = "banned", Element = "fdaa::9" }, "") },
        { typeof(LetThroughWhatMustPass), new FilterRuleChanged(Change.Added, Drop with { Set = "banned" }), new LetThrough(Drop with { Set = "banned" }, "") },
        { typeof(LetThroughWhatMustPass), new FilterRuleChanged(Change.Added, Drop with { IsDefault = true }), new LetThrough(Drop with { IsDefault = true }, "") },
        { typeof(RemoveForeignTunnelAddress), new AddressChanged(Change.Added, new NetworkAddress("wg0", Cidr.Parse("10.0.0.1/24"), true, "")), new RemoveAddress("wg0", Cidr.Parse("10.0.0.1/24"), "") },
        { typeof(RemoveRouteInTheWay), new RouteChanged(Change.Added, Blackhole), new RemoveRoute(Blackhole, "") },
        { typeof(RemoveRouteThroughOneself), new RouteChanged(Change.Added, ThroughOneself), new RemoveRoute(ThroughOneself, "") },
        { typeof(RemoveRoutingRuleInTheWay), new RoutingRuleChanged(Change.Added, Prohibit), new RemoveRoutingRule(Prohibit, "") },
        { typeof(RemoveRoutingRuleInTheWay), new RoutingRuleChanged(Change.Added, FromOneself), new RemoveRoutingRule(FromOneself, "") },
        { typeof(ContinueStoppedService), new ListenerRead(NetworkScene.Serving with { Problem = ServiceListener.Stopped }), new ContinueService(8080, "httpd", 12, "") },
        { typeof(SetKernelParameter), new ParameterRead(new KernelParameter(NetworkPlan.OnlyIPv6, "1")), new SetParameter(NetworkPlan.OnlyIPv6, "0", "") },
        { typeof(SetKernelParameter), new ParameterRead(new KernelParameter("net/ipv4/ip_forward", "1")), new SetParameter("net/ipv4/ip_forward", "0", "") },
        { typeof(SetLinkMaster), new LinkChanged(Change.Changed, NetworkScene.Tunnel with { Master = "vrf0" }), new SetMaster("wg0", "", "") },
        { typeof(SetLinkRight), new LinkChanged(Change.Changed, NetworkScene.Tunnel with { Mtu = 1280 }), new SetLink("wg0", 1340, "") },
        { typeof(SetLinkRight), new LinkChanged(Change.Changed, NetworkScene.Underlay with { IsUp = false }), new SetLink("eth0", 1420, "") },
        { typeof(SetPeerRight), new PeerChanged(Change.Changed, new TunnelPeer("wg0", "key", "192.168.0.1/32", 0, false, NetworkScene.Peer.Endpoint)), new SetPeer(NetworkScene.Peer, "") },
        { typeof(SetPeerRight), new PeerChanged(Change.Removed, new TunnelPeer("wg0", "key", "", 0, false)), new SetPeer(NetworkScene.Peer, "") },
        { typeof(SetTunnelRight), new TunnelChanged(Change.Changed, new Tunnel("wg0", 51821, 0, true)), new SetTunnel("wg0", "") },
        { typeof(SetTunnelRight), new TunnelChanged(Change.Changed, new Tunnel("wg0", 51820, 0, HasFileKey: false)), new SetTunnel("wg0", "") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_answered_by_its_rule_and_by_no_other(Type rule, Event fault, Intent wanted)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var test = _scene.Healthy().When(fault).Then(wanted);
        Assert.Equal(RuleDefinition.Of((Rule)Activator.CreateInstance(rule)!).Name, Assert.Single(test.Run.Intents).Rule);
    }

    [Fact]
    public void A_preshared_key_that_is_anothers_is_told_of_and_stays()
    {
        _scene.Policy = _scene.Policy with { CorrectForeign = false, Peers = [NetworkScene.Peer with { KeepsPresharedKey = true }] };
        var peer = new TunnelPeer("wg0", "key", "192.168.0.1/32", 25, true, NetworkScene.Peer.Endpoint);
        _scene.Healthy()
            .When(new PeerChanged(Change.Changed, peer)).Then(new RaiseAlarm("preshared:wg0 key", Severity.Warning, ""))
            .When(new PeerChanged(Change.Changed, peer with { HasPresharedKey = false })).Then(new ClearAlarm("preshared:wg0 key", ""));
    }

    [Fact]
    public void An_XDP_program_that_belongs_there_is_not_told_of()
    {
        _scene.Policy = _scene.Policy with { Links = [new WantedLink("eth0", 1420, false, MayHaveXdp: true), new WantedLink("wg0", 1340, true)] };
        _scene.Healthy().When(new XdpProgramChanged(Change.Added, new XdpProgram("eth0", 98))).ThenNothing();
    }

    [Fact]
    public void A_gateway_that_does_not_answer_for_ten_seconds_is_told_of_with_what_needs_it()
    {
        var silent = new NetworkNeighbour("eth0", "fdaa:0:1:a::1");
        const string Key = "neighbour:eth0 fdaa:0:1:a::1";
        var test = _scene.Healthy().When(new NeighbourChanged(Change.Added, silent)).WhenTimePasses(9900.Milliseconds()).ThenNothing()
            .WhenTimePasses(100.Milliseconds()).Then(new RaiseAlarm(Key, Severity.Warning, ""))
            .When(new NeighbourChanged(Change.Removed, silent)).Then(new ClearAlarm(Key, ""));
        var alarm = test.Run.Intents.Select(i => i.Intent).OfType<RaiseAlarm>().Single();
        Assert.Contains("needed for the route default via fdaa:0:1:a::1 dev eth0, peer key of wg0:", alarm.Because, StringComparison.Ordinal);

        _scene.Healthy().When(new NeighbourChanged(Change.Added, silent)).WhenTimePasses(9.Seconds()).When(new NeighbourChanged(Change.Removed, silent)).WhenTimePasses(1.Minutes()).ThenNothing();
        _scene.Healthy().When(new NeighbourChanged(Change.Added, silent with { Address = "fdaa:0:1:a::7" })).WhenTimePasses(1.Minutes()).ThenNothing();
    }

    [Fact]
    public void A_link_layer_address_that_somebody_set_is_told_of_while_a_peer_is_silent()
    {
        var set = new NetworkNeighbour("eth0", "fdaa:0:1:a::1", "02:00:00:00:00:09");
        const string Key = "neighbour-set:eth0 fdaa:0:1:a::1";
        var silent = new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, IsSilent = true });
        _scene.Healthy().When(new NeighbourChanged(Change.Added, set)).WhenTimePasses(1.Minutes()).ThenNothing();
        var test = _scene.Healthy().When(new NeighbourChanged(Change.Added, set), silent).WhenTimePasses(11.Seconds()).When(new PeerChanged(Change.Changed, NetworkScene.Speaking));
        var alarms = test.Run.Intents.Select(i => i.Intent).Where(i => i is RaiseAlarm { Key: Key } or ClearAlarm { Key: Key }).ToList();
        Assert.Contains("02:00:00:00:00:09", Assert.IsType<RaiseAlarm>(alarms[0]).Because, StringComparison.Ordinal);
        Assert.IsType<ClearAlarm>(alarms[1]);
        Assert.Equal(2, alarms.Count);
    }

    [Fact]
    public void A_missing_tunnel_is_restored_once_its_maker_had_time_for_it()
    {
        var gone = new LinkChanged(Change.Removed, NetworkScene.Tunnel);
        _scene.Healthy().When(gone).ThenNothing().WhenTimePasses(1900.Milliseconds()).ThenNothing().WhenTimePasses(100.Milliseconds()).Then(new RestoreTunnel("wg0", ""));
        _scene.Healthy().When(gone).WhenTimePasses(1.Seconds()).When(new LinkChanged(Change.Added, NetworkScene.Tunnel with { Index = 9 })).WhenTimePasses(1.Minutes()).ThenNothing();
    }

    [Fact]
    public void A_tunnel_that_was_renamed_gets_its_name_back_and_is_not_made_anew() => _scene.Healthy()
        .When(new StrayTunnelChanged(Change.Added, new StrayTunnel("wg0", "wgx", 3)), new LinkChanged(Change.Removed, NetworkScene.Tunnel)).ThenNothing()
        .WhenTimePasses(1.Seconds()).Then(new RenameLink("wg0", 3, "wgx", "")).WhenTimePasses(1.Minutes()).ThenNothing();

    [Fact]
    public void A_tunnel_whose_port_is_taken_is_brought_up_once_it_is_free()
    {
        var holder = new PortHolder("wg0", 51820, "python3", 12, "");
        _scene.Healthy().When(new LinkChanged(Change.Removed, NetworkScene.Tunnel), new PortHolderChanged(Change.Added, holder))
            .WhenTimePasses(2.Seconds()).Then(new RaiseAlarm("port:wg0", Severity.Warning, "")).WhenTimePasses(1.Minutes()).ThenNothing()
            .When(new PortHolderChanged(Change.Removed, holder)).Then(new ClearAlarm("port:wg0", ""))
            .WhenTimePasses(2.Seconds()).Then(new RestoreTunnel("wg0", ""));
    }

    [Fact]
    public void A_WireGuard_link_that_nobody_wants_makes_room_for_a_tunnel_where_the_settings_say_so()
    {
        var holder = new PortHolderChanged(Change.Added, new PortHolder("wg0", 51820, "wireguard-go", 12, "wgy"));
        var gone = new LinkChanged(Change.Removed, NetworkScene.Tunnel);
        _scene.Healthy().When(gone, holder).WhenTimePasses(1.Seconds()).Then(new FreePort("wgy", 51820, ""));
        _scene.Policy = _scene.Policy with { CorrectForeign = false };
        _scene.Healthy().When(gone, holder).WhenTimePasses(1.Seconds()).ThenNothing().WhenTimePasses(1.Seconds()).Then(new RaiseAlarm("port:wg0", Severity.Warning, ""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_probe_that_fails_is_told_of_when_it_goes_on(bool wantsReach)
    {
        const string url = "http://192.168.0.1:8080/";
        _scene.Policy = _scene.Policy with { Probes = [new WantedProbe(url, wantsReach, 2.Seconds(), "wg0")] };
        var (good, bad) = (new ReachChanged(new Reach(url, wantsReach, wantsReach ? "ok" : "refused", "wg0")), new ReachChanged(new Reach(url, !wantsReach, "dropped", "wg0")));
        _scene.Healthy().When(bad).WhenTimePasses(9.Seconds()).When(good).WhenTimePasses(1.Minutes()).ThenNothing();
        _scene.Healthy().When(bad).WhenTimePasses(10.Seconds()).Then(new RaiseAlarm($"probe:{url} wg0", Severity.Warning, ""))
            .When(good).Then(new ClearAlarm($"probe:{url} wg0", ""));
    }

    [Fact]
    public void A_block_that_nothing_proves_is_told_of_and_the_alarm_clears_by_itself()
    {
        const string url = "http://[fdaa:0:1:b::2]:8080/";
        _scene.Policy = _scene.Policy with { Probes = [new WantedProbe(url, false, 2.Seconds(), "eth0")] };
        var (unproven, proven) = (new ReachChanged(new Reach(url, false, "no route", "eth0")), new ReachChanged(new Reach(url, false, "refused", "eth0")));
        _scene.Healthy().When(unproven).WhenTimePasses(9.Seconds()).When(proven).WhenTimePasses(1.Minutes()).ThenNothing();
        _scene.Healthy().When(unproven).WhenTimePasses(10.Seconds()).Then(new RaiseAlarm($"probe:{url} eth0", Severity.Warning, ""))
            .When(proven).Then(new ClearAlarm($"probe:{url} eth0", ""));
    }

    [Fact]
    public void A_peer_that_speaks_from_elsewhere_has_moved_and_is_left_there()
    {
        var moved = NetworkScene.Speaking with { Endpoint = "[fdaa:0:2:a::9]:51820" };
        _scene.Healthy().When(new PeerChanged(Change.Changed, moved)).WhenTimePasses(1.Minutes()).ThenNothing()
            .When(new PeerChanged(Change.Changed, moved with { Keepalive = 0 })).Then(new SetPeer(NetworkScene.Peer with { Endpoint = null }, ""));
        _scene.Healthy().When(new PeerChanged(Change.Changed, moved with { IsHeard = false })).Then(new SetPeer(NetworkScene.Peer, ""));
    }

    [Fact]
    public void A_route_through_another_gateway_is_removed_where_it_is_made_for_the_peer_or_the_peer_is_silent()
    {
        var made = new NetworkRoute(Cidr.Parse("fdaa:0:2:a::/64"), WantedRoute.MainTable, 2000, "unicast", "eth0", 4, "fdaa:0:1:a::9");
        _scene.Healthy().When(new RouteChanged(Change.Added, made)).Then(new RemoveRoute(made, ""));
        var other = new NetworkRoute(Cidr.Parse("::/0"), WantedRoute.MainTable, 1, "unicast", "eth0", 4, "fdaa:0:1:a::9");
        var (added, silent) = (new RouteChanged(Change.Added, other), new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, IsSilent = true }));
        _scene.Healthy().When(added).WhenTimePasses(1.Minutes()).ThenNothing().When(silent).Then(new RemoveRoute(other, ""));
        _scene.Policy = _scene.Policy with { CorrectForeign = false };
        _scene.Healthy().When(added, silent).Then(new RaiseAlarm("gateway:" + other, Severity.Warning, ""))
            .When(new RouteChanged(Change.Removed, other)).Then(new ClearAlarm("gateway:" + other, ""));
    }

    [Fact]
    public void A_silent_peer_is_bounced_and_then_told_of()
    {
        var told = new RaiseAlarm("peer:wg0 key", Severity.Warning, "");
        _scene.Healthy().When(new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, IsSilent = true }))
            .WhenTimePasses(19.Seconds()).ThenNothing().WhenTimePasses(1.Seconds()).Then(new BouncePeer(NetworkScene.Peer, ""))
            .WhenTimePasses(20.Seconds()).Then(told)
            .When(new PeerChanged(Change.Changed, NetworkScene.Speaking)).Then(new ClearAlarm("peer:wg0 key", ""));
    }

    [Fact]
    public void A_tunnel_is_fitted_to_a_path_that_drops_large_packets_and_widened_again()
    {
        var narrow = new PathMtu("wg0", 1296, 1340, "192.168.0.1");
        var (told, calm) = (new RaiseAlarm("path:wg0", Severity.Warning, ""), new ClearAlarm("path:wg0", ""));
        var fitted = NetworkScene.Tunnel with { Mtu = 1296 };
        _scene.Healthy().When(new PathMeasured(Change.Added, narrow)).Then(new SetLink("wg0", 1296, ""), told)
            .When(new LinkChanged(Change.Changed, fitted)).WhenTimePasses(1.Minutes()).ThenNothing()
            .When(new LinkChanged(Change.Changed, NetworkScene.Tunnel)).Then(new SetLink("wg0", 1296, ""))
            .When(new LinkChanged(Change.Changed, fitted with { IsUp = false })).Then(new SetLink("wg0", 1296, ""))
            .When(new LinkChanged(Change.Changed, fitted)).ThenNothing()
            .When(new PathMeasured(Change.Removed, narrow)).Then(calm, new SetLink("wg0", 1340, ""));
    }

    [Fact]
    public void A_silent_peer_whose_endpoint_is_a_name_is_looked_up_first()
    {
        var named = NetworkScene.Peer with { Endpoint = "server.internal:51820" };
        _scene.Policy = _scene.Policy with { Peers = [named] };
        _scene.Healthy().When(new PeerChanged(Change.Changed, NetworkScene.Speaking with { Endpoint = "[fdaa::9]:51820" })).ThenNothing()
            .When(new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, IsSilent = true })).Then(new RefreshEndpoint(named, ""));
        _scene.Healthy().When(new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, Endpoint = null })).Then(new RefreshEndpoint(named, ""));
    }

    [Fact]
    public void A_peer_that_comes_to_us_and_is_away_is_no_fault()
    {
        _scene.Policy = _scene.Policy with { Peers = [NetworkScene.Peer with { Endpoint = null }] };
        _scene.Healthy().When(new PeerChanged(Change.Changed, new TunnelPeer("wg0", "key", "192.168.0.1/32", 25, false))).WhenTimePasses(5.Minutes()).ThenNothing();
    }

    [Fact]
    public void A_tunnel_whose_file_is_broken_waits_for_the_file() => _scene.Healthy()
        .When(new NetworkFileRead(new NetworkFile(NetworkScene.File, "a line is no key", "other"))).Then(new RepairFile(NetworkScene.File, ""))
        .When(new LinkChanged(Change.Removed, NetworkScene.Tunnel)).WhenTimePasses(1.Minutes()).ThenNothing()
        .When(new NetworkFileRead(new NetworkFile(NetworkScene.File, "", "hash"))).WhenTimePasses(2.Seconds()).Then(new RestoreTunnel("wg0", ""));

    [Fact]
    public void A_route_that_comes_with_an_address_is_put_back_when_it_stays_away()
    {
        var subnet = Assert.Single(NetworkPlan.RoutesOf(_scene.Policy), r => r.Link == "wg0");
        var gone = new RouteChanged(Change.Removed, NetworkScene.SubnetRoute);
        _scene.Healthy().When(gone).ThenNothing().WhenTimePasses(100.Milliseconds()).Then(new AddRoute(subnet, ""));
        _scene.Healthy().When(gone, new RouteChanged(Change.Added, NetworkScene.SubnetRoute)).WhenTimePasses(1.Minutes()).ThenNothing();
    }

    [Fact]
    public void A_route_that_came_with_an_address_prefers_an_address_of_its_subnet()
    {
        var subnet = Assert.Single(NetworkPlan.RoutesOf(_scene.Policy), r => r.Link == "wg0");
        var foreign = NetworkScene.SubnetRoute with { Source = "172.19.1.2" };
        var second = NetworkScene.SubnetRoute with { Source = subnet.To.Address.ToString() };
        _scene.Healthy().When(new RouteChanged(Change.Changed, foreign)).WhenTimePasses(100.Milliseconds()).Then(new AddRoute(subnet, ""));
        _scene.Healthy().When(new RouteChanged(Change.Changed, second)).WhenTimePasses(1.Minutes()).ThenNothing();
    }

    [Fact]
    public void What_others_set_up_is_only_reported_where_the_settings_say_so()
    {
        _scene.Policy = _scene.Policy with { CorrectForeign = false };
        var route = "route:" + Blackhole;
        _scene.Healthy()
            .When(new RouteChanged(Change.Added, Blackhole)).Then(new RaiseAlarm(route, Severity.Warning, ""))
            .When(new RouteChanged(Change.Removed, Blackhole)).Then(new ClearAlarm(route, ""))
            .When(new FilterRuleChanged(Change.Added, Drop)).Then(new RaiseAlarm("filter:" + Drop, Severity.Warning, ""))
            .When(new FilterRuleChanged(Change.Removed, Drop)).Then(new ClearAlarm("filter:" + Drop, ""));
    }

    /// <summary>What others set up, what takes it away, and the alarm between.</summary>
    public static TheoryData<Event, Event, string> ForeignThings
    {
        get
        {
            var stranger = new TunnelPeer("wg0", "stranger", "192.168.0.0/24", 0, false);
            var (foreign, taken) = (new NetworkAddress("wg0", Cidr.Parse("10.0.0.1/24"), true, ""), new NetworkAddress("lo", Cidr.Parse("192.168.0.1/32"), true, ""));
            return new()
            {
                { new RoutingRuleChanged(Change.Added, Prohibit), new RoutingRuleChanged(Change.Removed, Prohibit), "rule:" + Prohibit },
                { new PeerChanged(Change.Added, stranger), new PeerChanged(Change.Removed, stranger), "claim:wg0 stranger" },
                { new AddressChanged(Change.Added, foreign), new AddressChanged(Change.Removed, foreign), "address:wg0 10.0.0.1/24" },
                { new AddressChanged(Change.Added, taken), new AddressChanged(Change.Removed, taken), "other-end:lo 192.168.0.1/32" },
                { new RouteChanged(Change.Added, ThroughOneself), new RouteChanged(Change.Removed, ThroughOneself), "own-gateway:" + ThroughOneself },
            };
        }
    }

    [Theory]
    [MemberData(nameof(ForeignThings))]
    public void What_others_set_up_is_named_until_it_is_gone_where_it_is_not_removed(Event there, Event gone, string alarm)
    {
        _scene.Policy = _scene.Policy with { CorrectForeign = false };
        _scene.Healthy().When(there).Then(new RaiseAlarm(alarm, Severity.Warning, "")).WhenTimePasses(1.Minutes()).ThenNothing().When(gone).Then(new ClearAlarm(alarm, ""));
    }

    [Fact]
    public void A_route_through_oneself_that_draws_wanted_packets_away_is_named_once()
    {
        var route = ThroughOneself with { To = Blackhole.To };
        _scene.Policy = _scene.Policy with { CorrectForeign = false };
        _scene.Healthy().When(new RouteChanged(Change.Added, route)).Then(new RaiseAlarm("route:" + route, Severity.Warning, ""));
    }

    [Fact]
    public void A_link_is_left_in_its_own_master_and_one_in_a_foreign_one_is_named_where_it_may_not_be_taken_out()
    {
        _scene.Policy = _scene.Policy with { CorrectForeign = false, Links = [new WantedLink("eth0", 1420, false, Master: "br0"), new WantedLink("wg0", 1340, true)] };
        RuleTest.Of(StockRules.All).Given(new SettingsLoaded("test", "", ActingMode.Act, []) { Network = _scene.Policy })
            .When([.. NetworkScene.Sensed().Select(e => e is LinkChanged { Link.Name: "eth0" } changed ? changed with { Link = changed.Link with { Master = "br0" } } : e)]).ThenNothing()
            .When(new LinkChanged(Change.Changed, NetworkScene.Tunnel with { Master = "vrf0" })).Then(new RaiseAlarm("master:wg0", Severity.Warning, ""))
            .When(new LinkChanged(Change.Changed, NetworkScene.Tunnel)).Then(new ClearAlarm("master:wg0", ""));
    }

    [Fact]
    public void A_rule_is_removed_once_its_table_leads_the_tunnels_own_packets_into_the_tunnel()
    {
        var rule = new RoutingRule(true, 32765, "table", 51820, 0xca6c, uint.MaxValue, "not");
        var route = new NetworkRoute(Cidr.Parse("::/0"), 51820, 1024, "unicast", "wg0", 3);
        _scene.Healthy()
            .When(new RoutingRuleChanged(Change.Added, rule)).ThenNothing()
            .When(new RouteChanged(Change.Added, route)).Then(new RemoveRoutingRule(rule, ""));
    }

    [Fact]
    public void A_wanted_rule_is_put_back_and_never_removed()
    {
        _scene.Policy = _scene.Policy with { Rules = [new WantedRule(Wanted), new WantedRule(Prohibit)] };
        RuleTest.Of(StockRules.All).Given(new SettingsLoaded("test", "", ActingMode.Act, []) { Network = _scene.Policy })
            .When([new RoutingRuleChanged(Change.Added, Wanted), new RoutingRuleChanged(Change.Added, Prohibit), .. NetworkScene.Sensed()]).ThenNothing()
            .When(new RoutingRuleChanged(Change.Removed, Wanted)).Then(new AddRoutingRule(Wanted, ""));
    }

    [Fact]
    public void Files_are_left_alone_where_the_settings_say_so()
    {
        _scene.Policy = _scene.Policy with { CorrectFiles = false };
        _scene.Healthy().When(new NetworkFileRead(new NetworkFile(NetworkScene.File, "MTU is 1280, not 1340", "other"))).ThenNothing();
    }

    [Fact]
    public void A_file_that_nothing_corrects_is_only_told_of()
    {
        var file = new NetworkFile(WantedFiles.Filter, "line 2 is wrong", "other", "line 2 is wrong; mend it by hand", IsCorrectable: false);
        _scene.Healthy().When(new NetworkFileRead(file)).Then(new RaiseAlarm("file:" + WantedFiles.Filter, Severity.Warning, ""))
            .When(new NetworkFileRead(new NetworkFile(WantedFiles.Filter, "", "hash"))).Then(new ClearAlarm("file:" + WantedFiles.Filter, ""));
    }

    [Fact]
    public void A_link_that_has_just_been_made_is_left_to_its_maker()
    {
        var fresh = NetworkScene.Tunnel with { Index = 9, Mtu = 1280, IsSettling = true };
        _scene.Healthy()
            .When(new LinkChanged(Change.Changed, fresh), new AddressChanged(Change.Removed, NetworkScene.TunnelAddress)).ThenNothing()
            .When(new LinkChanged(Change.Changed, fresh with { IsSettling = false })).Then(new AddAddress("wg0", NetworkScene.TunnelAddress.Address, ""), new SetLink("wg0", 1340, ""));
    }

    [Fact]
    public void Before_all_was_read_nothing_counts_as_missing() => RuleTest.Of(StockRules.All)
        .Given(new SettingsLoaded("test", "", ActingMode.Act, []) { Network = _scene.Policy })
        .When(new LinkChanged(Change.Added, NetworkScene.Underlay)).WhenTimePasses(1.Minutes()).ThenNothing();

    [Fact]
    public void An_alarm_over_a_fight_names_the_other_side()
    {
        var test = _scene.Healthy().When(new ResourceContended("link:eth0", 5, RuleTest.Start, "NetworkManager (process 12)"));
        Assert.StartsWith("NetworkManager (process 12) undoes each correction", Assert.IsType<RaiseAlarm>(Assert.Single(test.Run.Intents).Intent).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alarm_over_a_fight_is_cleared_when_it_has_been_calm() => _scene.Healthy()
        .When(new ResourceContended("link:eth0", 5, RuleTest.Start + 10.Seconds())).Then(new RaiseAlarm("fight:link:eth0", Severity.Warning, ""))
        .WhenTimePasses(2.Minutes()).When(new NetworkRead(NetworkSenses.Routing)).ThenNothing()
        .WhenTimePasses(11.Seconds()).When(new NetworkRead(NetworkSenses.Routing)).Then(new ClearAlarm("fight:link:eth0", ""));
}
