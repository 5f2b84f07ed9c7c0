using System.Net;
using System.Net.Sockets;
using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Mounts;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Notify;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Linux.Sockets;
using EventOps.Linux.Tests.Lvm;
using EventOps.Linux.Tests.Routing;
using EventOps.Linux.Tests.WireGuard;
using EventOps.Linux.Uevents;
using EventOps.Linux.WireGuard;
using TwoHosts = EventOps.Linux.Tests.Routing.TwoHosts;

namespace EventOps.Linux.Tests.Capture;

/// <summary>Makes the kernel and tools say something of each kind, in namespaces and on loop devices of its own.</summary>
internal static class RealFrames
{
    internal static async Task ProvokeAsync(ScratchFolder scratch, SecretKey own, SecretKey preshared)
    {
        using var hosts = new TwoHosts();
        Routes(hosts);
        Filter(hosts.Here);
        Listeners(hosts.Here);
        Folder(scratch);
        FileSystem();
        LoopDeviceNews(scratch);
        _ = MountTable.Read();
        await LegacyAsync(hosts.Here);
        await LvmAsync();
        await WireGuardAsync(hosts.Here, own, preshared);
    }

    private static void Routes(TwoHosts hosts)
    {
        using var monitor = RouteMonitor.Open(hosts.Here);
        var route = hosts.To("192.168.0.0/24", "10.9.0.2") with { Metric = 7 };
        hosts.Routes.AddRoute(route);
        hosts.Routes.AddRoute(hosts.To("fd01::/64", "fdaa::2"));
        hosts.Routes.AddRule(new PolicyRule { Family = AddressFamily.InterNetworkV6, Priority = 9, Action = RuleAction.Prohibit });
        hosts.Routes.SetLinkMtu(hosts.Link, 1300);
        hosts.Routes.RemoveRoute(route);
        hosts.Routes.AddAddress(hosts.Address("192.168.0.2", 32));
        while (monitor.Receive([]) != NetlinkReadingKind.Empty)
        {
        }

        _ = (hosts.Routes.ReadLinks(), hosts.Routes.ReadAddresses(), hosts.Routes.ReadRules(), hosts.Routes.ReadNeighbours(), hosts.Routes.ReadNetConfigurations());
        _ = (hosts.Routes.ReadRoutes(), hosts.Routes.ReadStatistics(hosts.Link), hosts.Routes.Look(new RouteQuery(IPAddress.Parse("10.9.0.2"))));
    }

    private static void Filter(NetworkNamespace network)
    {
        using var monitor = NftMonitor.Open(network);
        using var session = NftablesSession.Open(network);
        var applied = session.Apply("""
            table inet zz {
                set s { type ipv4_addr; elements = { 10.0.0.1 }; }
                chain p { type filter hook prerouting priority -300; policy accept; udp dport 51820 counter drop comment "x"; ip saddr @s drop; }
            }
            """);
        Assert.True(applied.IsDone, applied.Error);
        _ = session.Read();
        Assert.True(session.Apply("delete table inet zz").IsDone);
        while (monitor.Receive([]) != Linux.Netlink.NetlinkReadingKind.Empty)
        {
        }
    }

    private static void Listeners(NetworkNamespace network)
    {
        using var socket = network.Run(() =>
        {
            var listening = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            listening.Bind(new IPEndPoint(IPAddress.IPv6Any, 8080));
            listening.Listen();
            return listening;
        });
        using var table = ListenerTable.Open(network);
        Assert.Single(table.Read(ProtocolType.Tcp));
    }

    private static void Folder(ScratchFolder scratch)
    {
        using var inotify = new InotifyInstance();
        inotify.AddWatch(LinuxPath.FromString(scratch.Path), InotifyMask.Create | InotifyMask.MovedFrom | InotifyMask.MovedTo);
        var path = Path.Combine(scratch.Path, "größe");
        File.WriteAllText(path, "x");
        File.Move(path, path + "\n");
        Assert.Equal(3, inotify.Read().Events.Count);
    }

    private static void FileSystem()
    {
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions());
        using var group = FanotifyGroup.TryOpen(out _)!;
        Assert.True(group.MarkFileSystem(volume.MountPoint).IsMarked);
        File.WriteAllText(Path.Combine(volume.MountPath, "one"), "write");
        Assert.Equal(1, Poll.Wait([new PollRequest(group.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
        Assert.Single(group.Drain().ByFileSystem);
    }

    private static void LoopDeviceNews(ScratchFolder scratch)
    {
        using var socket = new UeventSocket();
        var image = scratch.MakeFile("a.img", Model.Bytes.FromMiB(1));
        LoopDevice.Attach(image).Detach();
        var news = 0;
        while (news == 0)
        {
            Assert.Equal(1, Poll.Wait([new PollRequest(socket.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
            news += socket.Receive().Kind == UeventReadingKind.Received ? 1 : 0;
        }
    }

    private static async Task LegacyAsync(NetworkNamespace network)
    {
        var added = await Command.RunAsync(network.Within(new CommandLine("iptables-legacy", "-A", "INPUT", "-p", "udp", "--dport", "51820", "-j", "DROP")));
        Assert.True(added.IsSuccess, added.Error.Text);
        var (_, rules) = await LegacyTables.ReadAsync(network, AddressFamily.InterNetwork, TestContext.Current.CancellationToken);
        Assert.Single(rules);
    }

    private static async Task LvmAsync()
    {
        await using var group = await LoopGroup.CreateAsync();
        var report = await new LvmTool(new LvmOptions { Config = group.Config }).ReportAsync(TestContext.Current.CancellationToken);
        Assert.Contains(report.Groups, g => g.Name == group.Name);
    }

    private static async Task WireGuardAsync(NetworkNamespace network, SecretKey own, SecretKey preshared)
    {
        // Without WireGuard in the kernel this is the controller's refusal alone.
        using (var client = new Linux.Netlink.NetlinkClient(network.Run(() => Linux.Netlink.NetlinkSocket.Open(Linux.Netlink.NetlinkProtocol.Generic))))
        {
            _ = Linux.Netlink.GenericFamily.Find(client, "nlctrl");
        }

        await using var program = await WireGuardProgram.StartAsync(network);
        using var link = WireGuardLink.Open(network, program.Name);
        using var peer = SecretKey.Generate();
        link.Apply(new WireGuardChange
        {
            PrivateKey = own,
            ListenPort = 51820,
            Peers = [new(peer.ToPublic()) { PresharedKey = preshared, KeepAlive = 25, Endpoint = IPEndPoint.Parse("[fdaa::2]:51820"), AllowedIPs = [IPNetwork.Parse("192.168.0.0/24")] }],
        });
        Assert.Equal(own.ToPublic(), link.Read().PublicKey);
    }
}
