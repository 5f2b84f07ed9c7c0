using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Namespaces;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public void A_new_one_has_a_loopback_link_only_and_is_not_ours()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        Assert.Equal(["lo"], made.Run(() => NetworkInterface.GetAllNetworkInterfaces().Select(link => link.Name)));
        Assert.NotEqual(NetworkNamespace.Own.Identity, made.Identity);
        Assert.Equal(made.Identity, made.Run(() => NetworkNamespace.Own.Identity));
        using var shared = made.Share();
        Assert.Equal(made.Identity, shared.Identity);
    }

    [Fact]
    public async Task A_socket_stays_where_it_was_opened()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        using var listener = made.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            socket.Listen();
            return socket;
        });
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var outside = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(async () => await outside.ConnectAsync(IPAddress.IPv6Loopback, port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_process_brings_its_mounts_with_it()
    {
        Root.Require();
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.Path + "/covered");
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = ProgramPath.Resolve("unshare"),
            Arguments = ["--net", "--mount", "--", "sh", "-c", "mount -t tmpfs t \"$0\" && : >\"$0/there\" && exec sleep 300", folder.Path + "/covered"],
        });
        try
        {
            await SeesItsMounts(child.Pid, folder.Path);
        }
        finally
        {
            child.Signal(9);
            await child.Exited;
        }

        Assert.False(File.Exists(folder.Path + "/covered/there"));
    }

    private static async Task SeesItsMounts(int pid, string folder)
    {
        await Eventually.Holds(() => File.Exists($"/proc/{pid}/root{folder}/covered/there"));
        using var entered = NetworkNamespace.OpenProcess(pid);
        Assert.True(entered.Run(() => File.Exists(folder + "/covered/there")));
        Assert.Equal(NamespaceIdentity.AtPath($"/proc/{pid}/ns/net"), entered.Identity);
    }

    [Fact]
    public async Task A_name_taken_by_another_namespace_is_noticed()
    {
        Root.Require();
        var name = "eventops-" + Guid.NewGuid().ToString("N")[..8];
        await Ip("netns", "add", name);
        try
        {
            using var first = NetworkNamespace.OpenNamed(name);
            Assert.Equal(first.Identity, NamespaceIdentity.AtPath(NetworkNamespace.PathOfName(name)));
            Assert.Equal(["lo"], first.Run(() => Directory.GetFileSystemEntries("/sys/class/net").Select(Path.GetFileName)));
            await Ip("netns", "del", name);
            Assert.Null(NamespaceIdentity.AtPath(NetworkNamespace.PathOfName(name)));
            await Ip("netns", "add", name);
            Assert.NotEqual(first.Identity, NamespaceIdentity.AtPath(NetworkNamespace.PathOfName(name)));
        }
        finally
        {
            await Ip("netns", "del", name);
        }
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a\0b")]
    public void A_name_that_leaves_the_folder_is_refused(string name) => Assert.Throws<ArgumentException>(() => NetworkNamespace.OpenNamed(name));

    [Fact]
    public void What_is_not_there_is_said()
    {
        var error = Assert.Throws<LinuxException>(() => NetworkNamespace.OpenNamed("eventops-none"));
        Assert.Contains("/run/netns/eventops-none", error.Message, StringComparison.Ordinal);
        Assert.Equal(Errno.ENOENT, error.Errno);
    }

    [Fact]
    public async Task A_command_runs_within()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        var links = await Command.RunAsync(made.Within(new CommandLine("ip", "-br", "link")), cancel: TestContext.Current.CancellationToken);
        Assert.StartsWith("lo ", links.Output.Text, StringComparison.Ordinal);
        Assert.Single(links.Output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_error_of_the_work_reaches_the_caller()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        Assert.Throws<InvalidOperationException>(() => made.Run<int>(() => throw new InvalidOperationException()));
        Assert.Equal(1, made.Run(() => made.Run(() => 1)));
    }

    private static async Task Ip(params string[] arguments)
    {
        var result = await Command.RunAsync(new CommandLine("ip", arguments), cancel: TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.Error.Text);
    }
}
