using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using EventOps.Host.Pipeline;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Rules.Process;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// One running rule process: what to send is queued and never waited for, what it answers goes to the inbox. When the process
/// ends, or is busy with one event for too long, the link is broken and its owner makes a new one.
/// </summary>
internal sealed partial class RuleProcessLink : IAsyncDisposable
{
    public const string Source = "rules";

    private const int SigKill = 9;

    /// <summary>Enough for the runtime of a process to start on a machine that is busy with something else.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _child;
    private readonly Socket _socket;
    private readonly Inbox _inbox;
    private readonly RulePage _page;
    private readonly ILogger _log;
    private readonly FrameSender _sender;
    private readonly BusyWatch _busy;
    private readonly TaskCompletionSource<RuleSetReport> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<TrialReport> _trial = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<RuleStateKept> _state = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ExplainedRule> _explained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuleSetManifest _manifest = new([], []);
    private IReadOnlyList<RuleSummary> _rules = [];
    private int _isBroken;

    private RuleProcessLink(ChildProcess child, Socket socket, RulePage page, Inbox inbox, TimeSpan answerWithin, TimeProvider time, ILogger log)
    {
        (_child, _socket, _page, _inbox, _log) = (child, socket, page, inbox, log);
        _sender = new FrameSender(socket, Break, LogOverrun);
        _busy = new BusyWatch(page.Running, () => ProcessLoad.Of(child.Pid), answerWithin, time, Break);
        Ended = ReceiveAsync();
    }

    /// <summary>Completes, and never fails, when nothing more will come from the process.</summary>
    public Task Ended { get; }

    public int ProcessId => _child.Pid;

    /// <summary>Events were sent that it has not dealt with.</summary>
    public bool IsBusy => _busy.IsBusy;

    /// <summary>Told, after each event that is dealt with, when time alone may next make a rule fire; null when none waits for time.</summary>
    public Action<DateTimeOffset?>? Due { get; set; }

    /// <summary>Told of the sequence of each event that is dealt with.</summary>
    public Action<long>? DealtWith { get; set; }

    /// <summary>Told of each rule that failed for good.</summary>
    public Action<RuleParked>? Parked { get; set; }

    /// <summary>Told of what the rules remembered and nothing has asked for in this process.</summary>
    public Action<IReadOnlyList<ForgottenState>>? Forgotten { get; set; }

    /// <summary>Starts a rule process.</summary>
    /// <exception cref="CommandException">The process could not be started.</exception>
    /// <exception cref="IOException">The page for the running rule could not be made.</exception>
    public static async Task<RuleProcessLink> StartAsync(RuleServiceOptions options, Inbox inbox, TimeProvider time, ILogger log)
    {
        var page = RulePage.Create(options.RuntimeFolder);
        var pair = SocketPair.Create();
        try
        {
            var child = await ChildProcess.StartAsync(options.Program(page.Path) with { Inherited = pair.ChildEnd });
            return new RuleProcessLink(child, pair.Parent, page, inbox, options.AnswerWithin, time, log);
        }
        catch
        {
            pair.Parent.Dispose();
            page.Dispose();
            throw;
        }
        finally
        {
            pair.ChildEnd.Dispose();
        }
    }

    /// <summary>Has it load these rules.</summary>
    /// <exception cref="IOException">It ended before it had, or was ended because it got no further; <see cref="Culprit"/> may tell over which file.</exception>
    public async Task<RuleSetReport> LoadAsync(RuleSetManifest manifest, CancellationToken cancellationToken)
    {
        _manifest = manifest;
        _sender.Queue(FrameKind.Load, JsonSerializer.SerializeToUtf8Bytes(manifest, RuleProcessJson.Default.RuleSetManifest));
        _sender.Flush();
        var report = await _busy.WaitAsync(_ready.Task, StartWithin, BusyWatch.LoadLimit, cancellationToken);
        _rules = report.Rules;
        return report;
    }

    /// <summary>Has it run rules over past events, each alone, with nothing carried out.</summary>
    /// <param name="past">Lines that make facts only.</param>
    /// <param name="recent">Lines that rules fire on.</param>
    /// <exception cref="IOException">It ended meanwhile, or was ended because it got no further; <see cref="Culprit"/> may tell over which rule.</exception>
    public async Task<TrialReport> TryAsync(
        IReadOnlyList<string> rules, IEnumerable<ReadOnlyMemory<byte>> past, IEnumerable<ReadOnlyMemory<byte>> recent, CancellationToken cancellationToken)
    {
        _trial = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _sender.Queue(FrameKind.TrialBegin, JsonSerializer.SerializeToUtf8Bytes(new TrialOrder(rules), RuleProcessJson.Default.TrialOrder));
        foreach (var line in past)
        {
            _sender.Queue(FrameKind.TrialPast, line.Span);
        }

        foreach (var line in recent)
        {
            _sender.Queue(FrameKind.TrialNow, line.Span);
        }

        _sender.Queue(FrameKind.TrialEnd, []);
        _sender.Flush();
        return await _busy.WaitAsync(_trial.Task, TimeSpan.Zero, BusyWatch.TrialLimit, cancellationToken);
    }

    /// <summary>Gives the rules what they remembered in the process before. Before any event.</summary>
    public void TakeState(string state) => _sender.Queue(FrameKind.TakeState, System.Text.Encoding.UTF8.GetBytes(state));

    /// <summary>What rules remember after all that was sent so far.</summary>
    /// <exception cref="IOException">The process ended, or did not answer in time.</exception>
    public async Task<RuleStateKept> TellStateAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        _state = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Ended.IsCompleted)
        {
            throw new IOException("the rule process has ended");
        }

        _sender.Queue(FrameKind.TellState, []);
        _sender.Flush();
        try
        {
            return await _state.Task.WaitAsync(within, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new IOException("the rule process did not tell in time what its rules remember", e);
        }
    }

    /// <summary>Explains a rule as things stand after these lines.</summary>
    /// <exception cref="IOException">The process ended meanwhile.</exception>
    public async Task<ExplainedRule> ExplainAsync(ExplainOrder order, IEnumerable<ReadOnlyMemory<byte>> past, CancellationToken cancellationToken)
    {
        foreach (var line in past)
        {
            SendPast(line);
        }

        _sender.Queue(FrameKind.Explain, JsonSerializer.SerializeToUtf8Bytes(order, RuleProcessJson.Default.ExplainOrder));
        _sender.Flush();
        return await _explained.Task.WaitAsync(StartWithin, cancellationToken);
    }

    /// <summary>Tells of an event that is history: it makes facts and fires nothing.</summary>
    public void SendPast(ReadOnlyMemory<byte> line) => _sender.Queue(FrameKind.Past, line.Span);

    public void Send(long sequence, ReadOnlyMemory<byte> line)
    {
        _busy.Sent(sequence);
        _sender.Queue(FrameKind.Now, line.Span);
    }

    /// <summary>Sends what is queued, at once when the process keeps up, else as it reads.</summary>
    public void Flush() => _sender.Flush();

    /// <summary>How the process ended, once it has, and over what.</summary>
    public async Task<RuleProcessDeath> DeathAsync() =>
        new(await _child.Exited, _busy.WasStuck, _busy.Done, Culprit());

    /// <summary>What ran last, as the page has it.</summary>
    public RuleCulprit? Culprit() => _page.Running.Running switch
    {
        > 0 and var rule when rule <= _rules.Count => new RuleCulprit(_rules[rule - 1].Name, _rules[rule - 1].File, _rules[rule - 1].Sha256),
        < 0 and var file when -file <= _manifest.Files.Count => new RuleCulprit(null, _manifest.Files[-file - 1].File, _manifest.Files[-file - 1].Sha256),
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        Break();
        await Ended;
        await _child.Exited;
        await _busy.DisposeAsync();
        _child.Dispose();
        _page.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new FrameBuffer();
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(buffer.Space)) > 0)
            {
                buffer.Received(count);
                while (buffer.TryTake(out var kind, out var content))
                {
                    Handle(kind, content.Span);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException or JsonException)
        {
            LogBroken(e.Message);
        }

        Break();
        _ready.TrySetException(new IOException("the rule process ended before its rules were loaded"));
        _state.TrySetException(new IOException("the rule process ended"));
        _explained.TrySetException(new IOException("the rule process ended while it explained"));
        _trial.TrySetException(new IOException("the rule process ended while its rules were tried"));
    }

    private void Handle(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Ready:
                _ready.TrySetResult(Read(content, RuleProcessJson.Default.RuleSetReport));
                break;

            case FrameKind.TrialReport:
                _trial.TrySetResult(Read(content, RuleProcessJson.Default.TrialReport));
                break;

            case FrameKind.State:
                _state.TrySetResult(new RuleStateKept(BinaryPrimitives.ReadInt64LittleEndian(content), System.Text.Encoding.UTF8.GetString(content[sizeof(long)..])));
                break;

            case FrameKind.Explained:
                _explained.TrySetResult(Read(content, RuleProcessJson.Default.ExplainedRule));
                break;

            case FrameKind.Intent:
                var proposed = Read(content, EventJson.Default.IntentProposed);
                _inbox.Post(proposed, Source, proposed.DecidedAfter);
                break;

            case FrameKind.Fault:
                _inbox.Post(Read(content, EventJson.Default.RuleFaulted), Source);
                break;

            case FrameKind.Forgotten:
                Forgotten?.Invoke(Read(content, RuleProcessJson.Default.IReadOnlyListForgottenState));
                break;

            case FrameKind.Park:
                Parked?.Invoke(Read(content, EventJson.Default.RuleParked));
                break;

            case FrameKind.Done:
                var due = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
                var sequence = BinaryPrimitives.ReadInt64LittleEndian(content);
                _busy.Answered(sequence);
                DealtWith?.Invoke(sequence);
                Due?.Invoke(due == 0 ? null : new DateTimeOffset(due, TimeSpan.Zero));
                break;

            default:
                throw new InvalidDataException($"a frame of kind {(byte)kind}, which the core does not take");
        }
    }

    private static T Read<T>(ReadOnlySpan<byte> content, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(content, type) ?? throw new InvalidDataException($"an empty {typeof(T).Name}");

    private void Break()
    {
        if (Interlocked.Exchange(ref _isBroken, 1) == 0)
        {
            _sender.Stop();
            _child.Signal(SigKill);
            _socket.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The rule process sent what cannot be read, or went away: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule process left {Size} MiB unread and is ended")]
    private partial void LogOverrun(int size);
}

/// <summary>What a rule process was at when it ended.</summary>
/// <param name="Rule">Null while the file was being loaded.</param>
internal sealed record RuleCulprit(string? Rule, string File, string Sha256);

/// <param name="WasStuck">It was ended because it was busy with one event for too long.</param>
/// <param name="Done">The last event it had dealt with.</param>
/// <param name="Culprit">Null when no rule's action ran.</param>
internal sealed record RuleProcessDeath(ExitStatus Status, bool WasStuck, long Done, RuleCulprit? Culprit);
