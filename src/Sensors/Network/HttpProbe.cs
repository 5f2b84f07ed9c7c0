using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// One HTTP request over the path that the settings name, on a connection of its own, and what became of it. Follows no redirect, asks no proxy,
/// and reads no more than <see cref="LargestBody"/>, so that no server can hold it up or fill the memory.
/// </summary>
public sealed class HttpProbe : IDisposable
{
    /// <summary>From the look-up of the name to the last byte that is read. A service that takes longer is as good as none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestConnect = TimeSpan.FromSeconds(1);

    private const int LargestBody = 64 << 10;
    private const int LargestHeadersKiB = 16;
    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;

    private readonly NetworkNamespace _network;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly HttpClient _client;
    private volatile bool _isConnected;

    /// <param name="network">Disposed with this, unless it is the process's own.</param>
    /// <param name="patience">Null for <see cref="Patience"/>.</param>
    public HttpProbe(WantedProbe wanted, NetworkNamespace network, TimeProvider time, TimeSpan? patience = null)
    {
        (Wanted, _network, _time, _patience) = (wanted, network, time, patience ?? Patience);
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = LargestHeadersKiB,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { ConnectionClose = true, UserAgent = { new ProductInfoHeaderValue("eventops", null) } },
        };
    }

    public WantedProbe Wanted { get; }

    /// <summary>Nobody who asks every two seconds wants to wait for five until he knows that there is no way.</summary>
    private TimeSpan ConnectWithin => Wanted.Every < ShortestConnect ? ShortestConnect : Wanted.Every;

    /// <summary>Whether a result is as wanted.</summary>
    public static bool Holds(WantedProbe wanted, Reach reach) => reach.IsReachable == wanted.IsReachable;

    /// <summary>Asks once. One request at a time.</summary>
    /// <returns>Reachable: an answer below 400 came, whole or as much of it as is read. Where it should be blocked a connection is enough to be reachable.</returns>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public async Task<Reach> LookAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        _isConnected = false;
        string cause;
        try
        {
            cause = await AskAsync(both.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            cause = CauseOf(e);
        }

        return new Reach(Wanted.Url, Wanted.IsReachable ? cause == "ok" : _isConnected, cause, Wanted.Link);
    }

    public void Dispose()
    {
        _client.Dispose();
        if (!_network.IsOwn)
        {
            _network.Dispose();
        }
    }

    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(Wanted.Url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode >= 400)
        {
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = new byte[8192];
        int total = 0, count;
        while (total < LargestBody && (count = await body.ReadAsync(read, cancellationToken)) > 0)
        {
            total += count;
        }

        return "ok";
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var literal) ? [literal] : await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = Open(address.AddressFamily);
            try
            {
                using var limit = new CancellationTokenSource(ConnectWithin, _time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), both.Token);
                _isConnected = true;
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                last = e;
                socket.Dispose();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                last = new SocketException((int)SocketError.TimedOut);
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>A socket belongs to the namespace that it was made in, wherever it is used.</summary>
    private Socket Open(AddressFamily family) => _network.Run(() =>
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (Wanted.Link is { } link)
            {
                socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(link + '\0'));
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        _network.RunAsync(() => Dns.GetHostAddresses(host)).WaitAsync(cancellationToken);

    private string CauseOf(Exception e) => e switch
    {
        OperationCanceledException => _isConnected ? "too slow" : "dropped",
        HttpRequestException { InnerException: (SocketException or OperationCanceledException or IOException) and var inner } => CauseOf(inner),
        IOException { InnerException: SocketException inner } => CauseOf(inner),
        SocketException socket => CauseOf(socket.SocketErrorCode),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no name",
        _ => _isConnected ? "no HTTP" : "dropped",
    };

    private static string CauseOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => "no name",
        SocketError.ConnectionRefused => "refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "reset",
        SocketError.AccessDenied => "rejected",
        SocketError.TimedOut => "dropped",

        // ENETUNREACH, EHOSTUNREACH; EINVAL of a blackhole route; ENODEV and EADDRNOTAVAIL when the link or its address is gone.
        _ => "no route",
    };
}
