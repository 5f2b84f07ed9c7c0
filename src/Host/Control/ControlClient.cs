using System.Net.Sockets;
using System.Text.Json;

namespace EventOps.Host.Control;

/// <summary>Asks a running daemon.</summary>
internal static class ControlClient
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan QueueIsFull = TimeSpan.FromMilliseconds(50);

    /// <exception cref="ControlException">There is no daemon there, or it refused; the message says which and what to do.</exception>
    public static async Task<JsonElement> AskAsync(string runtimeFolder, ControlVerb verb, CancellationToken cancellationToken, string? name = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerWithin);
        var path = ControlSocket.PathIn(runtimeFolder);
        try
        {
            using var socket = await ConnectAsync(path, limit.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            var question = JsonSerializer.SerializeToUtf8Bytes(new ControlQuestion(verb, name), ControlJson.Default.ControlQuestion);
            await ControlFrame.WriteAsync(stream, question, limit.Token);
            var content = await ControlFrame.ReadAsync(stream, ControlFrame.LargestAnswer, limit.Token);
            return Read(JsonSerializer.Deserialize(content, ControlJson.Default.ControlAnswer));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new ControlException(ExitCodes.NoPermission, $"{path}: permission denied; run it as root, or join the socket's group");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new ControlException(ExitCodes.Unavailable, $"no daemon answers on {path} ({e.Message}); start it with 'eventops run', or name its settings file with --settings");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ControlException(ExitCodes.Unavailable, $"the daemon on {path} did not answer within {Model.Duration.Format(AnswerWithin)}");
        }
    }

    /// <summary>A full queue of others who ask is waited for: unix(7) answers it with EAGAIN.</summary>
    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                socket.Dispose();
                await Task.Delay(QueueIsFull, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static JsonElement Read(ControlAnswer? answer) => answer switch
    {
        { Answer: { } element } => element,
        { Error: { } error } => throw new ControlException(ExitCodes.NoPermission, $"the daemon refused: {error}"),
        _ => throw new ControlException(ExitCodes.Internal, "the daemon answered nothing"),
    };
}

/// <summary>A daemon could not be asked.</summary>
internal sealed class ControlException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
