using System.Net;
using System.Net.Sockets;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;

namespace EventOps.Lab;

/// <summary>A named namespace with 10.9.0.1/24 on eth0, and behind it a host 10.9.0.2 with HTTP on port 8080; all gone when disposed.</summary>
public sealed class TwoHosts : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(Socket Listener, Task Serving)> _services = [];

    private TwoHosts(string name)
    {
        Name = name;
        Here = NetworkNamespace.OpenNamed(name);
        Routes = RouteSocket.Open(Here);
        Routes.CreateVethPair("eth0", "eth0", There);
        Link = Prepare(Routes, "10.9.0.1");
        using (var remote = RouteSocket.Open(There))
        {
            Prepare(remote, "10.9.0.2");
        }

        Serve(There);
    }

    /// <summary>Of the near namespace, for settings.</summary>
    public string Name { get; }

    /// <summary>The near host.</summary>
    public NetworkNamespace Here { get; }

    /// <summary>The far host.</summary>
    public NetworkNamespace There { get; } = NetworkNamespace.CreateUnnamed();

    /// <summary>Of the near host.</summary>
    public RouteSocket Routes { get; }

    /// <summary>How long HTTP takes from here on to answer a request.</summary>
    public TimeSpan AnswersAfter { get; set; }

    /// <summary>The index of the near eth0.</summary>
    public int Link { get; }

    /// <exception cref="InvalidOperationException">No namespace can be made; it needs root.</exception>
    public static async Task<TwoHosts> CreateAsync()
    {
        var name = $"probe-{Guid.NewGuid():N}"[..14];
        await IpAsync("add", name);
        try
        {
            var hosts = new TwoHosts(name);
            await hosts.CarrierAsync();
            return hosts;
        }
        catch
        {
            await IpAsync("del", name);
            throw;
        }
    }

    /// <summary>The kernel tells of a new link's carrier a moment later, and marks its routes until then.</summary>
    private async Task CarrierAsync()
    {
        for (var i = 0; i < 500 && Routes.ReadRoutes(IPNetwork.Parse("10.9.0.0/24"), RouteTable.Main).Exists(r => r.Flags.HasFlag(RouteFlags.LinkDown)); i++)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Settings for a daemon that sees to the near host: a route, and addresses of eth0. More tables may follow.</summary>
    /// <param name="more">More lines of the table network.</param>
    /// <param name="addresses">Beside 10.9.0.1/24, which it has.</param>
    public string Wanting(string route, string via = "10.9.0.2", string more = "", params IReadOnlyList<string> addresses) => $"""
        [network]
        namespace = "{Name}"
        {more}

        [[link]]
        name = "eth0"
        addresses = [{string.Join(", ", addresses.Prepend("10.9.0.1/24").Select(a => $"\"{a}\""))}]

        [[route]]
        to = "{route}"
        via = "{via}"
        link = "eth0"


        """;

    /// <summary>Serves HTTP on port 8080 of the near host too, which reaches itself over lo.</summary>
    public void ServeHere()
    {
        Routes.SetLinkUp(Routes.FindLink("lo")!.Index, true);
        Serve(Here);
    }

    /// <summary>Whether the near host has this route to the far one.</summary>
    public bool Has(string destination) => Routes.ReadRoutes(IPNetwork.Parse(destination), RouteTable.Main).Count > 0;

    /// <summary>Removes what the near host has of routes to there.</summary>
    /// <returns>Whether there was any; one that somebody else removes meanwhile counts for him.</returns>
    public bool Remove(string destination)
    {
        var any = false;
        foreach (var route in Routes.ReadRoutes(IPNetwork.Parse(destination), RouteTable.Main))
        {
            try
            {
                Routes.RemoveRoute(route);
                any = true;
            }
            catch (LinuxException e) when (e.Errno == Errno.ESRCH)
            {
                // It has just gone.
            }
        }

        return any;
    }

    /// <summary>A route by the far host.</summary>
    public Route To(string destination) => new() { Destination = IPNetwork.Parse(destination), Gateway = IPAddress.Parse("10.9.0.2"), OutputLink = Link };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var (listener, serving) in _services)
        {
            await serving;
            listener.Dispose();
        }

        Routes.Dispose();
        Here.Dispose();
        There.Dispose();
        _stop.Dispose();
        await IpAsync("del", Name);
    }

    private static int Prepare(RouteSocket routes, string address)
    {
        var link = routes.FindLink("eth0")!.Index;
        routes.SetLinkUp(link, true);
        routes.AddAddress(new InterfaceAddress { Link = link, Address = IPAddress.Parse(address), PrefixLength = 24 });
        return link;
    }

    private static async Task IpAsync(string verb, string name)
    {
        var result = await Command.RunAsync(new CommandLine("ip", ["netns", verb, name]));
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"ip netns {verb} {name}: {result}: {result.Error.Text}");
        }
    }

    private void Serve(NetworkNamespace host)
    {
        var listener = host.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 8080));
            socket.Listen();
            return socket;
        });
        _services.Add((listener, ServeAsync(listener)));
    }

    private async Task ServeAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptAsync(_stop.Token);
                await socket.ReceiveAsync(new byte[4096], _stop.Token);
                await Task.Delay(AnswersAfter, _stop.Token);
                await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test ends.
        }
    }
}
