using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Makes the HTTP requests that the settings ask for, again and again, each over a connection of its own, and tells when one gets through
/// that did not, or the other way round. What comes of a request says nothing of why: the causes are those of the last try.
/// </summary>
public sealed class ProbeSensor(NetworkPolicy policy, NetworkNamespace network, TimeProvider time) : ISensor
{
    /// <summary>A service that takes longer is as good as none.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>SO_BINDTODEVICE of socket(7).</summary>
    private const int BindToDevice = 25;

    private const int SocketLevel = 1;

    /// <inheritdoc/>
    public string Name => "probes";

    /// <inheritdoc/>
    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        var stopping = new CancellationTokenSource();
        var gated = Observer.Synchronize(observer);
        var running = Task.WhenAll(policy.Probes.Select(p => Task.Run(() => WatchAsync(p, gated, stopping.Token))));
        return Disposable.Create(() =>
        {
            stopping.Cancel();
            _ = running.ContinueWith(_ => stopping.Dispose(), TaskScheduler.Default);
        });
    });

    private async Task WatchAsync(WantedProbe probe, IObserver<Event> observer, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(HandlerFor(probe)) { Timeout = Timeout.InfiniteTimeSpan };
        Reach? told = null;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var now = await AskAsync(client, probe, cancellationToken).ConfigureAwait(false);
                if (now != told)
                {
                    told = now;
                    observer.OnNext(new ReachChanged(now));
                }

                await Task.Delay(probe.Every, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<Reach> AskAsync(HttpClient client, WantedProbe probe, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await client.GetAsync(probe.Url, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? new Reach(probe.Url, true, "ok", probe.Link)
                : Failed(string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("too slow");
        }
        catch (HttpRequestException e)
        {
            return Failed(CauseOf(e));
        }

        Reach Failed(string cause) => new(probe.Url, false, cause, probe.Link);
    }

    private static string CauseOf(HttpRequestException e) => (e.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "reset",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "no route",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "no name",
        SocketError.AccessDenied => "rejected",
        SocketError.TimedOut => "dropped",
        _ when e.HttpRequestError is HttpRequestError.ResponseEnded => "reset",
        _ => "no answer",
    };

    /// <summary>No proxy, no redirection, no connection kept: each request shows what a new client would meet.</summary>
    private SocketsHttpHandler HandlerFor(WantedProbe probe) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 16,
        ConnectCallback = async (context, cancellationToken) =>
        {
            // A socket belongs to the namespace that it was made in; so must the look-up of the name.
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
            var address = addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
            var socket = await network.RunAsync(() => Open(address, probe.Link)).ConfigureAwait(false);
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static Socket Open(IPAddress address, string? link)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (link is not null)
        {
            socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(link + '\0'));
        }

        return socket;
    }
}
