using System.Net.Sockets;
using System.Text.Json;
using EventOps.Host.Daemon;
using EventOps.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Control;

/// <summary>
/// Answers <c>eventops</c> commands on a socket in the runtime folder. One question a connection, five seconds to ask it, a
/// bounded number of connections; who may ask what is decided by the kernel's word on who is asking.
/// </summary>
internal sealed partial class ControlServer(DaemonParts parts, ILogger<ControlServer> log) : BackgroundService
{
    private const int MostConnections = 64;
    private static readonly TimeSpan AskWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TakeWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _places = new(MostConnections);

    private Socket? _listener;

    /// <summary>Whoever is told that the daemon has started may ask it.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = Listen(ControlSocket.PathIn(parts.Settings.RuntimeFolder));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener?.Dispose();
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = _listener!;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _places.WaitAsync(stoppingToken);
            if (await AcceptAsync(listener, stoppingToken) is { } client)
            {
                _ = AnswerAsync(client, stoppingToken);
            }
            else
            {
                _places.Release();
            }
        }
    }

    /// <returns>Null when this time nobody could be let in: the host may be out of descriptors, or the client went away again.</returns>
    private async Task<Socket?> AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.AcceptAsync(cancellationToken);
        }
        catch (SocketException e)
        {
            LogClientGone(e.Message);
            await Task.Delay(AfterRefusal, cancellationToken);
            return null;
        }
    }

    /// <summary>The lock on the runtime folder is ours, so a socket that lies there is one that nobody listens on any more.</summary>
    private static Socket Listen(string path)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        socket.Listen(MostConnections);
        return socket;
    }

    private async Task AnswerAsync(Socket client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AskWithin);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var answer = await AnswerAsync(PeerCredentials.Of(client), stream, limit.Token, cancellationToken);

            // Whoever asks and does not listen may not keep its place for ever.
            using var taking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            taking.CancelAfter(TakeWithin);
            await ControlFrame.WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(answer, ControlJson.Default.ControlAnswer), taking.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            LogClientGone(e.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<ControlAnswer> AnswerAsync(PeerCredentials? peer, Stream stream, CancellationToken asking, CancellationToken cancellationToken)
    {
        try
        {
            var content = await ControlFrame.ReadAsync(stream, ControlFrame.LargestQuestion, asking);
            var question = JsonSerializer.Deserialize(content, ControlJson.Default.ControlQuestion);
            if (question is null || peer is null)
            {
                return Refused("who asks, or what, is not known");
            }

            return question.Verb switch
            {
                ControlVerb.Status => Answer(JsonSerializer.SerializeToElement(StatusSource.Read(parts), ControlJson.Default.StatusReport)),
                ControlVerb.ReloadRules when IsOperator(peer.Value) => await ReloadAsync(cancellationToken),
                ControlVerb.PromoteRule when IsOperator(peer.Value) => Promote(question.Name ?? "", peer.Value),
                ControlVerb.Approve when IsOperator(peer.Value) => Approve(question.Name ?? "", peer.Value),
                ControlVerb.ReloadRules or ControlVerb.PromoteRule or ControlVerb.Approve =>
                    Refused($"user {peer.Value.User} may not reload or promote rules, nor approve anything; only root and the daemon's user may"),
                _ => Refused("that is not a verb"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return Refused($"the question cannot be read: {e.Message}");
        }
    }

    private async Task<ControlAnswer> ReloadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RuleProblem> problems = await parts.Rules.ReloadAsync(cancellationToken);
        return Answer(JsonSerializer.SerializeToElement(problems, ControlJson.Default.IReadOnlyListRuleProblem));
    }

    private ControlAnswer Promote(string name, PeerCredentials peer) =>
        Answer(JsonSerializer.SerializeToElement(parts.Rules.Promote(name, $"uid {peer.User}"), ControlJson.Default.Int32));

    private ControlAnswer Approve(string name, PeerCredentials peer)
    {
        var isOpen = parts.Guard.Proposals.Any(p => p.Name == name);
        if (isOpen)
        {
            parts.Inbox.Post(new ProposalApproved(name, $"uid {peer.User}"), "control");
        }

        return Answer(JsonSerializer.SerializeToElement(isOpen, ControlJson.Default.Boolean));
    }

    private static bool IsOperator(PeerCredentials peer) => peer.User == 0 || peer.User == ControlSocket.OwnUser;

    private static ControlAnswer Answer(JsonElement answer) => new(null, answer);

    private static ControlAnswer Refused(string why) => new(why, null);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A client of the control socket went away: {Reason}")]
    private partial void LogClientGone(string reason);
}
