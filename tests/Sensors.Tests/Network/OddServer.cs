using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EventOps.Sensors.Tests.Network;

/// <summary>What <see cref="OddServer"/> does with a connection.</summary>
public enum Conduct
{
    Answers,
    Redirects,
    SendsWithoutEnd,
    SaysNotFound,
    NeverAnswers,
    Drips,
    SpeaksNoHttp,
    SendsHeadersWithoutEnd,
    Closes,
    Resets,
}

/// <summary>An HTTP server on the loopback that behaves in one way to all.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly Conduct _conduct;
    private readonly X509Certificate2? _certificate;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _sent;

    /// <param name="certificate">Speaks TLS with this one, and says nothing else.</param>
    public OddServer(Conduct conduct, X509Certificate2? certificate = null)
    {
        (_conduct, _certificate) = (conduct, certificate);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>In bytes.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await (_certificate is null ? BehaveAsync(socket) : SecureAsync(socket, _certificate));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or AuthenticationException)
            {
                // The other side has seen enough.
            }
        }
    }

    private async Task BehaveAsync(Socket socket)
    {
        if (_conduct is not Conduct.Resets)
        {
            await socket.ReceiveAsync(new byte[4096], _stop.Token);
        }

        switch (_conduct)
        {
            case Conduct.Answers:
                await SayAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                break;

            case Conduct.Redirects:
                await SayAsync(socket, "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n");
                break;

            case Conduct.SaysNotFound:
                await SayAsync(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                break;

            case Conduct.SendsWithoutEnd:
                await SayAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                await RepeatAsync(socket, new string('x', 65536), TimeSpan.Zero);
                break;

            case Conduct.Drips:
                await SayAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                await RepeatAsync(socket, "x", TimeSpan.FromMilliseconds(500));
                break;

            case Conduct.SpeaksNoHttp:
                await SayAsync(socket, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
                break;

            case Conduct.SendsHeadersWithoutEnd:
                await SayAsync(socket, "HTTP/1.1 200 OK\r\n");
                await RepeatAsync(socket, "X-Padding: " + new string('x', 1024) + "\r\n", TimeSpan.Zero);
                break;

            case Conduct.NeverAnswers:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;

            case Conduct.Resets:
                socket.LingerState = new LingerOption(true, 0);
                break;

            default:
                break;
        }
    }

    private async Task SecureAsync(Socket socket, X509Certificate2 certificate)
    {
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _stop.Token);
        await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
    }

    private async Task SayAsync(Socket socket, string text) =>
        Interlocked.Add(ref _sent, await socket.SendAsync(Encoding.ASCII.GetBytes(text), _stop.Token));

    private async Task RepeatAsync(Socket socket, string text, TimeSpan between)
    {
        while (true)
        {
            await SayAsync(socket, text);
            await Task.Delay(between, _stop.Token);
        }
    }
}
