namespace EventOps.Testing.Tests;

/// <summary>A host whose network is as its settings want it: an underlay, a tunnel with one peer, routes, parameters and files.</summary>
internal sealed class NetworkScene
{
    public const string File = "/etc/wireguard/wg0.conf";

    public static readonly WantedRoute Default = new(Cidr.Parse("::/0"), "eth0", "fdaa:0:1:a::1");

    public static readonly WantedPeer Peer = new("wg0", "key", "192.168.0.1/32", 25, "[fdaa:0:2:a::2]:51820");

    public static readonly NetworkAddress TunnelAddress = new("wg0", Cidr.Parse("192.168.0.2/24"), true, "");

    public static readonly NetworkRoute DefaultRoute = new(Cidr.Parse("::/0"), WantedRoute.MainTable, 1024, "unicast", "eth0", 4, "fdaa:0:1:a::1");

    public static readonly NetworkRoute SubnetRoute =
        new(Cidr.Parse("192.168.0.0/24"), WantedRoute.MainTable, 0, "unicast", "wg0", NetworkRoute.KernelProtocol, null, "192.168.0.2");

    public static readonly NetworkLink Underlay = new("eth0", 2, true, 1420, "veth", false);

    public static readonly NetworkLink Tunnel = new("wg0", 3, true, 1340, "wireguard", false);

    public static readonly TunnelPeer Speaking = new("wg0", "key", "192.168.0.1/32", 25, false, "[fdaa:0:2:a::2]:51820", IsHeard: true);

    public static readonly ServiceListener Serving = new(8080, "", "", "httpd", 12);

    public NetworkPolicy Policy { get; set; } = new()
    {
        CorrectForeign = true,
        CorrectFiles = true,
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("fdaa:0:1:a::2/64")), new WantedAddress("wg0", Cidr.Parse("192.168.0.2/24"))],
        Routes = [Default],
        Tunnels = [new WantedTunnel("wg0", 51820, File)],
        Peers = [Peer],
        Parameters = [new WantedParameter("net/ipv4/ip_forward", "0")],
        Services = [new WantedService(8080, "wg0", "eth0", "httpd")],
    };

    /// <summary>All that is sensed of it.</summary>
    public static IEnumerable<Event> Sensed() =>
    [
        new LinkChanged(Change.Added, Underlay),
        new LinkChanged(Change.Added, Tunnel),
        new AddressChanged(Change.Added, new NetworkAddress("eth0", Cidr.Parse("fdaa:0:1:a::2/64"), true, "")),
        new AddressChanged(Change.Added, TunnelAddress),
        new RouteChanged(Change.Added, DefaultRoute),
        new RouteChanged(Change.Added, SubnetRoute),
        new RouteChanged(Change.Added, new NetworkRoute(Cidr.Parse("fdaa:0:1:a::/64"), WantedRoute.MainTable, 256, "unicast", "eth0", NetworkRoute.KernelProtocol)),
        new ParameterRead(new KernelParameter("net/ipv4/ip_forward", "0")),
        new ParameterRead(new KernelParameter("net/ipv6/conf/eth0/disable_ipv6", "0")),
        new ParameterRead(new KernelParameter(NetworkPlan.OnlyIPv6, "0")),
        new PeerChanged(Change.Added, new TunnelPeer("wg0", "key", "192.168.0.1/32", 25, false, "[fdaa:0:2:a::2]:51820")),
        new TunnelChanged(Change.Added, new Tunnel("wg0", 51820, 0, true)),
        new OwnFilterRead(new OwnFilter(true, "")),
        new ListenerRead(Serving),
        new NetworkFileRead(new NetworkFile(File, "", "hash")),
        new NetworkRead(NetworkSenses.Routing),
        new NetworkRead(NetworkSenses.Filter),
        new NetworkRead(NetworkSenses.Tunnels),
    ];

    /// <summary>A test that begins with the network as it is wanted, under all stock rules.</summary>
    public RuleTest Healthy()
    {
        var test = RuleTest.Of(StockRules.All).Given(new SettingsLoaded("test", "", ActingMode.Act, []) { Network = Policy }).When([.. Sensed()]);
        return test.ThenNothing();
    }
}
