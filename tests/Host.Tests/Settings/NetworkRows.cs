namespace EventOps.Host.Tests.Settings;

/// <summary>What is wrong with the wanted network: text, line, words that the message must have.</summary>
public static class NetworkRows
{
    private const string Tunnel = "[[tunnel]]\nname = \"wg0\"\n";
    private const string Key = "key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\"\n";
    private const string Other = "key = \"jNQKmw+zpPFPVD1vNw/vIpO4W8gVqPOHZ4lSXYqCsUs=\"\n";
    private const string Peer = Tunnel + "[[peer]]\ntunnel = \"wg0\"\n";

    public static TheoryData<string, int, string> All() => new()
    {
        { Peer + "key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg\"\nallowed = [\"10.0.0.1/32\"]", 5, "no WireGuard key|44 characters" },
        { Peer + "key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8DgA=\"\nallowed = [\"10.0.0.1/32\"]", 5, "no WireGuard key" },
        { Peer + "key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4m*qp8Dg=\"\nallowed = [\"10.0.0.1/32\"]", 5, "no WireGuard key" },
        { Peer + "key = \"\"\nallowed = [\"10.0.0.1/32\"]", 5, "no WireGuard key" },
        { Peer + "allowed = [\"10.0.0.1/32\"]", 3, "key is missing" },
        { Peer + Key, 3, "allowed is missing|nothing could be sent" },
        { Peer + Key + "allowed = [\"10.0.0.1/33\"]", 6, "no usable length" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\n[[peer]]\ntunnel = \"wg0\"\n" + Other + "allowed = [\"10.0.0.1/32\"]", 10, "10.0.0.1/32|another peer of wg0" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\n[[peer]]\ntunnel = \"wg0\"\n" + Key + "allowed = [\"10.0.0.2/32\"]", 9, "is there twice" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"fdaa::2:51820\"", 7, "not an address or a name with a port|[fdaa::2]:51820" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"192.0.2.1\"", 7, "not an address or a name with a port" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"192.0.2.1:0\"", 7, "not an address or a name with a port" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"192.0.2:51820\"", 7, "not an address or a name with a port" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"server internal:51820\"", 7, "not an address or a name with a port" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nendpoint = \"server.internal:65536\"", 7, "not an address or a name with a port" },
        { Peer + Key + "allowed = [\"10.0.0.1/32\"]\nkeepalive = \"2h\"", 7, "more than 1h" },
        { "[[peer]]\ntunnel = \"wg1\"\n" + Key + "allowed = [\"10.0.0.1/32\"]", 2, "no [[link]] or [[tunnel]] named 'wg1'" },
        { Tunnel + "public-key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg\"", 3, "no WireGuard key|44 characters" },
        { Tunnel + "public-key = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\"", 3, "no file whose key|add file" },
        { "[[link]]\nname = \"a link with a long name\"", 2, "no name of a link" },
        { "[[link]]\nname = \"eth0\"\naddresses = [\"10.0.0\"]", 3, "not an address" },
        { "[[link]]\nname = \"eth0\"\n[[route]]\nto = \"10.0.0.0/8\"\nvia = \"fdaa::1\"\nlink = \"eth0\"", 5, "not of the family" },
        { Tunnel + "mark = 0", 3, "from 1 to" },
        { "[[rule]]\ntable = 100", 1, "priority is missing" },
        { "[[rule]]\npriority = 0\ntable = 100", 2, "from 1 to 32765" },
        { "[[rule]]\npriority = 100\nto = \"10.0.0.0/8\"", 1, "either a table or an action" },
        { "[[rule]]\npriority = 100\nto = \"10.0.0.0/8\"\ntable = 1\naction = \"prohibit\"", 4, "either a table or an action" },
        { "[[rule]]\npriority = 100\naction = \"prohibit\"", 3, "nothing of which packets are meant" },
        { "[[rule]]\npriority = 100\nnot = true\ntable = 1", 3, "nothing of which packets are meant" },
        { "[[rule]]\npriority = 100\nto = \"10.0.0.0/8\"\naction = \"drop\"", 4, "unknown|prohibit, unreachable, blackhole" },
        { "[[rule]]\npriority = 100\nto = \"10.0.0.0/8\"\nfrom = \"fdaa::/16\"\ntable = 1", 4, "not of the family" },
        { "[[rule]]\npriority = 100\niif = \"a b\"\ntable = 1", 3, "no name of a link" },
        { "[[rule]]\npriority = 100\nmark = 1\ntable = 1\n[[rule]]\npriority = 100\nmark = 1\ntable = 1", 6, "is there twice" },
        { "[[service]]\nopen-on = [\"wg0\"]", 1, "port is missing" },
        { "[[service]]\nport = 8080\nstart = []", 3, "names no program" },
        { "[[service]]\nport = 8080\nstart = [\"./serve\"]", 3, "names no program" },
        { "[[service]]\nport = 8080\nstart = [\"serve\", \"a\\nb\"]", 3, "control character" },
        { "[[service]]\nport = 8080\nstart = 1", 3, "list of texts" },
        { "[[service]]\nport = 8080\nopen-on = [\"wg0\"]\nclosed-on = [\"wg0\"]", 4, "open-on too" },
        { "[[service]]\nport = 8080\nopen-on = [\"wg0\"]\nopen-to = [\"10.1.0.0/8\"]", 4, "10.1.0.0/8 is no prefix|10.0.0.0/8 for all|10.1.0.0 for the one" },
        { "[[service]]\nport = 8080\nclosed-to = [\"fdaa::1/16\"]", 3, "no prefix|fdaa::/16" },
        { "[[service]]\nport = 8080\nclosed-to = [\"server.internal\"]", 3, "closed-to|not an address" },
        { "[[service]]\nport = 8080\nclosed-to = [\"10.0.0.0/33\"]", 3, "no usable length" },
        { "[[service]]\nport = 8080\nclosed-to = []", 3, "names nobody|or remove it" },
        { "[[service]]\nport = 8080\nclosed-to = 1", 3, "list of texts" },
        { "[[service]]\nport = 8080\nopen-on = [\"wg0\"]\nopen-to = [\"10.0.0.1\"]\nclosed-to = [\"10.0.0.1/32\"]", 5, "10.0.0.1/32 is in open-to too|keep it in one" },
        { "[[service]]\nport = 8080\nopen-to = [\"10.0.0.0/8\"]", 3, "no link over which it is open|open-on" },
        { "[[service]]\nport = 8080\nprogram = \"a program with a long name\"", 3, "no process is called so" },
        { "[[probe]]\nurl = \"ftp://a/\"", 2, "no address of a page over HTTP" },
        { "[[probe]]\nurl = \"tcp://a\"", 2, "nor of a TCP port|tcp://192.168.0.1:22" },
        { "[[probe]]\nurl = \"tcp://a:22/x\"", 2, "nor of a TCP port" },
        { "[[probe]]\nurl = \"http://user:word@a/\"", 2, "no address of a page" },
        { "[[probe]]\nurl = \"tcp://10.0.0.1:22\"\nsource = \"fdaa::2\"", 3, "not of the family" },
        { "[[probe]]\nurl = \"tcp://10.0.0.1:22\"\nsource = \"10.0.0\"", 3, "not an address" },
        { "[[probe]]\nurl = \"tcp://10.0.0.1:22\"\nmark = -1", 3, "mark" },
        { "[[probe]]\nurl = \"tcp://10.0.0.1:22\"\n[[probe]]\nurl = \"tcp://10.0.0.1:22\"", 4, "twice" },
        { "[[sysctl]]\nname = \"net.ipv4..ip_forward\"\nvalue = \"0\"", 2, "no kernel parameter" },
        { "[[host]]\nname = \"a b\"\naddress = \"10.0.0.1\"", 2, "no name of a host" },
        { "[network]\nconfirm-within = \"100ms\"", 2, "less than 1s" },
    };
}
