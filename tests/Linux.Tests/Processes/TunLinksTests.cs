using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Linux.Tests.WireGuard;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.Processes;

/// <summary>From the socket of a WireGuard program to its link, whatever that is called by now.</summary>
public sealed class TunLinksTests
{
    [Fact]
    public async Task A_program_is_found_by_its_socket_and_its_link_by_the_program()
    {
        Root.Require();
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "needs /dev/net/tun");
        using var network = NetworkNamespace.CreateUnnamed();
        await using var program = await WireGuardProgram.StartAsync(network);
        var socket = Assert.NotNull(LocalListeners.Find(network, UserspaceWireGuard.PathOf(program.Name)));
        var owner = Assert.Single(Assert.Single(SocketOwners.Find(new HashSet<uint> { socket })).Value);
        Assert.Equal([program.Name], TunLinks.Of(owner.Pid));

        using var routes = RouteSocket.Open(network);
        routes.RenameLink(routes.FindLink(program.Name)!.Index, "wgx");
        Assert.Equal(["wgx"], TunLinks.Of(owner.Pid));
    }

    [Fact]
    public void A_process_without_links_or_one_that_is_gone_has_none()
    {
        Assert.Empty(TunLinks.Of(Environment.ProcessId));
        Assert.Empty(TunLinks.Of(int.MaxValue));
    }

    [Theory]
    [InlineData("pos:\t0\nflags:\t02\nmnt_id:\t9\niff:\twg0\n", "wg0")]
    [InlineData("iff:\twg0", "wg0")]
    [InlineData("iff:\t\n", null)]
    [InlineData("iff:\t<null>\n", null)]
    [InlineData("iff:\tsixteen-bytes-xx\n", null)]
    [InlineData("flags:\t02\n", null)]
    [InlineData("", null)]
    public void The_links_name_stands_behind_its_field(string text, string? name) => Assert.Equal(name, TunLinks.Parse(text));

    [Theory]
    [InlineData("ffff88: 00000002 00000000 00010000 0001 01 4711 /var/run/a b.sock", 4711u)]
    [InlineData("ffff88: 00000002 00000000 00000000 0001 03 4711 /var/run/a b.sock", null)]
    [InlineData("ffff88: 00000002 00000000 00010000 0001 01 4711 /var/run/a", null)]
    [InlineData("ffff88: 00000002 00000000 00010000 0001 01 4711", null)]
    [InlineData("ffff88: 00000002 00000000 zzz 0001 01 4711 /var/run/a b.sock", null)]
    [InlineData("ffff88: 00000002 00000000 00010000 0001 01 99999999999 /var/run/a b.sock", null)]
    [InlineData("", null)]
    public void Only_what_listens_at_the_path_is_found(string line, uint? inode) => Assert.Equal(inode, LocalListeners.Find(["Num RefCount", line], "/var/run/a b.sock"));
}
