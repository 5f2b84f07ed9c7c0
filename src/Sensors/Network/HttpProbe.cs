using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Sockets;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// One HTTP request, or with <c>tcp://</c> a connection alone, over the path that the settings name, on a connection of its own, and what became of it. Follows no redirect, asks no proxy,
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
    private const int SoMark = 36;

    private readonly NetworkNamespace _network;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly HttpClient _client;
    private readonly CertificateCheck _certificates;
    private readonly IPAddress? _source;
    private Task<IPAddress[]>? _lookUp;
    private volatile Attempt _attempt = new();

    /// <param name="network">Disposed with this, unless it is the process's own.</param>
    /// <param name="patience">Null for <see cref="Patience"/>.</param>
    public HttpProbe(WantedProbe wanted, NetworkNamespace network, TimeProvider time, TimeSpan? patience = null)
    {
        (Wanted, _network, _time, _patience) = (wanted, network, time, patience ?? Patience);
        _certificates = new CertificateCheck(time);
        _source = wanted.Source is null ? null : IPAddress.Parse(wanted.Source);
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = LargestHeadersKiB,
            ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, _attempt, cancellationToken),
            SslOptions = _certificates.Options,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { ConnectionClose = true, UserAgent = { new ProductInfoHeaderValue("eventops", null) } },
        };
    }

    public WantedProbe Wanted { get; }

    /// <summary>
    /// Nobody who asks every two seconds wants to wait for five until he knows that there is no way. Silence is proof of a block only once
    /// the kernel would have said that the next host is not there, which it does after three seconds.
    /// </summary>
    private TimeSpan ConnectWithin => !Wanted.IsReachable ? _patience : Wanted.Every < ShortestConnect ? ShortestConnect : Wanted.Every;

    /// <summary>Asks once. One request at a time.</summary>
    /// <returns>Reachable: an answer below 400 came, whole or as much of it as is read. Where it should be blocked a connection is enough to be reachable.</returns>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public async Task<Reach> LookAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var attempt = _attempt = new Attempt();
        _certificates.Forget();
        string cause;
        try
        {
            cause = await AskAsync(attempt, both.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            cause = CauseOf(e, attempt);
        }

        return new Reach(Wanted.Url, Wanted.IsReachable ? cause == "ok" : attempt.IsConnected, cause, Wanted.Link, Wanted.Source, Wanted.Mark);
    }

    public void Dispose()
    {
        _client.Dispose();
        if (!_network.IsOwn)
        {
            _network.Dispose();
        }
    }

    private async Task<string> AskAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var url = new Uri(Wanted.Url);
        if (url.Scheme == "tcp")
        {
            await using var connection = await ConnectAsync(new DnsEndPoint(url.IdnHost, url.Port), attempt, cancellationToken);
            return "ok";
        }

        using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
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

    private async Task<NetworkStream> ConnectAsync(DnsEndPoint to, Attempt attempt, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await ResolveAsync(to.Host, cancellationToken);
        attempt.IsNamed = true;
        foreach (var address in addresses)
        {
            using var limit = new CancellationTokenSource(Wanted.IsReachable ? ConnectWithin : ConnectWithin / addresses.Length, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            if (await ConnectAsync(new IPEndPoint(address, to.Port), attempt, both.Token) is { } socket)
            {
                attempt.IsConnected = true;
                return new NetworkStream(socket, ownsSocket: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        throw new IOException(attempt.Failure);
    }

    /// <returns>Null when it did not come about, and <see cref="Attempt.Failure"/> tells why.</returns>
    private async Task<Socket?> ConnectAsync(IPEndPoint to, Attempt attempt, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = Open(to.AddressFamily);
            IcmpError.Keep(socket, true);
            await socket.ConnectAsync(to, cancellationToken);
            IcmpError.Keep(socket, false);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Note(attempt, e is SocketException error ? CauseOf(error.SocketErrorCode, socket is null ? null : IcmpError.Take(socket)) : "dropped");
            socket?.Dispose();
            return null;
        }
    }

    /// <summary>The last address's failure tells most, but all of a name's must be blocked for the name to be.</summary>
    private void Note(Attempt attempt, string failure)
    {
        if (attempt.Failure is null || Wanted.IsReachable || NetworkMatching.IsBlock(attempt.Failure))
        {
            attempt.Failure = failure;
        }
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

            if (Wanted.Mark is { } mark)
            {
                socket.SetRawSocketOption(SolSocket, SoMark, BitConverter.GetBytes(mark));
            }

            if (_source is not null)
            {
                socket.Bind(new IPEndPoint(_source, 0));
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    /// <summary>A look-up cannot be ended: the next look waits for the one that still lasts, so that no line of them grows.</summary>
    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (_lookUp is not { IsCompleted: false })
        {
            // From an address of one family only addresses of that family are reached.
            _lookUp = _network.RunAsync(() => Dns.GetHostAddresses(host, _source?.AddressFamily ?? AddressFamily.Unspecified));
        }

        return _lookUp.WaitAsync(cancellationToken);
    }

    private string CauseOf(Exception e, Attempt attempt) => e switch
    {
        _ when !attempt.IsConnected && attempt.Failure is { } failure => failure,
        OperationCanceledException => attempt.IsConnected ? "too slow" : attempt.IsNamed ? "dropped" : "no name",
        HttpRequestException { InnerException: (SocketException or OperationCanceledException or IOException { InnerException: SocketException }) and var inner } => CauseOf(inner, attempt),
        IOException { InnerException: SocketException inner } => CauseOf(inner, attempt),
        SocketException socket => CauseOf(socket.SocketErrorCode, null),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no name",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS: " + (_certificates.Problem ?? "no handshake"),
        _ => attempt.IsConnected ? "no HTTP" : "no connection",
    };

    private static string CauseOf(SocketError error, IcmpError? said) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => "no name",
        _ when said is { IsRejection: true } => "rejected",
        SocketError.ConnectionRefused => "refused",

        // NotConnected: the reset came while the HTTP client was about to ask for the other end's address.
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected => "reset",
        SocketError.TimedOut => "dropped",
        SocketError.AddressNotAvailable => "no address",

        // ENODEV, which .NET does not know among errors of sockets.
        SocketError.SocketError => "no link",

        // ENETUNREACH, EHOSTUNREACH; EACCES of a prohibit route of this host; EINVAL of a blackhole route.
        _ => "no route",
    };

    /// <summary>How far one look came. A connection may be tried for a while after its look has ended, and must not touch the next one's.</summary>
    private sealed class Attempt
    {
        private volatile bool _isNamed;
        private volatile bool _isConnected;
        private volatile string? _failure;

        public bool IsNamed
        {
            get => _isNamed;
            set => _isNamed = value;
        }

        public bool IsConnected
        {
            get => _isConnected;
            set => _isConnected = value;
        }

        public string? Failure
        {
            get => _failure;
            set => _failure = value;
        }
    }
}
