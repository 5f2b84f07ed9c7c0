using System.Buffers;
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
/// ends, or does not answer in time, the link is broken and its owner makes a new one.
/// </summary>
internal sealed partial class RuleProcessLink : IAsyncDisposable
{
    public const string Source = "rules";

    /// <summary>A process that has this much unread is not going to catch up.</summary>
    private const int MostUnsent = 64 << 20;

    private const int SigKill = 9;

    /// <summary>The first event has all of its code compiled: on a machine short of processor time that alone takes many seconds.</summary>
    private static readonly TimeSpan FirstAnswerWithin = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _child;
    private readonly Socket _socket;
    private readonly Inbox _inbox;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource<RuleSetReport> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _pending = new(64 << 10);
    private ArrayBufferWriter<byte> _sending = new(64 << 10);
    private bool _isSending;
    private bool _isBroken;
    private long _sent;
    private long _done;
    private long _behindSince;

    private RuleProcessLink(ChildProcess child, Socket socket, Inbox inbox, TimeProvider time, ILogger log)
    {
        (_child, _socket, _inbox, _time, _log) = (child, socket, inbox, time, log);
        Ended = ReceiveAsync();
    }

    /// <summary>Completes, and never fails, when nothing more will come from the process.</summary>
    public Task Ended { get; }

    public int ProcessId => _child.Pid;

    /// <summary>When time alone may next make a rule fire; null when none waits for time.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>Starts a rule process and has it load the rules.</summary>
    /// <exception cref="CommandException">The process could not be started.</exception>
    public static async Task<RuleProcessLink> StartAsync(ChildOptions options, Inbox inbox, TimeProvider time, ILogger log)
    {
        var pair = SocketPair.Create();
        try
        {
            var child = await ChildProcess.StartAsync(options with { Inherited = pair.ChildEnd });
            return new RuleProcessLink(child, pair.Parent, inbox, time, log);
        }
        catch
        {
            pair.Parent.Dispose();
            throw;
        }
        finally
        {
            pair.ChildEnd.Dispose();
        }
    }

    /// <summary>Has it load these rules.</summary>
    /// <exception cref="IOException">It ended before it had.</exception>
    public async Task<RuleSetReport> LoadAsync(RuleSetManifest manifest, CancellationToken cancellationToken)
    {
        Queue(FrameKind.Load, JsonSerializer.SerializeToUtf8Bytes(manifest, RuleProcessJson.Default.RuleSetManifest));
        Flush();
        return await _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tells of an event that is history: it makes facts and fires nothing.</summary>
    public void SendPast(ReadOnlyMemory<byte> line) => Queue(FrameKind.Past, line.Span);

    public void Send(long sequence, ReadOnlyMemory<byte> line)
    {
        lock (_lock)
        {
            if (_sent == _done)
            {
                _behindSince = _time.GetTimestamp();
            }

            _sent = sequence;
        }

        Queue(FrameKind.Now, line.Span);
    }

    /// <summary>Sends what is queued, at once when the process keeps up, else as it reads.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_isSending || _isBroken || _pending.WrittenCount == 0)
            {
                return;
            }

            _isSending = true;
        }

        _ = SendQueuedAsync();
    }

    /// <summary>Ends the process when it has been busy with one event for longer than <paramref name="limit"/>.</summary>
    /// <returns>The sequence of the event it was busy with; null when all is well.</returns>
    public long? EndIfStuck(TimeSpan limit)
    {
        lock (_lock)
        {
            var patience = _done == 0 ? FirstAnswerWithin : limit;
            if (_isBroken || _sent == _done || _time.GetElapsedTime(_behindSince) < patience)
            {
                return null;
            }
        }

        Break();
        return _done;
    }

    public async ValueTask DisposeAsync()
    {
        Break();
        await Ended;
        await _child.Exited;
        _child.Dispose();
    }

    private void Queue(FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            if (_isBroken)
            {
                return;
            }

            var space = _pending.GetSpan(Frame.HeaderSize + content.Length);
            Frame.WriteHeader(space, kind, content.Length);
            content.CopyTo(space[Frame.HeaderSize..]);
            _pending.Advance(Frame.HeaderSize + content.Length);
            if (_pending.WrittenCount < MostUnsent)
            {
                return;
            }
        }

        LogOverrun(MostUnsent >> 20);
        Break();
    }

    private async Task SendQueuedAsync()
    {
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    if (_pending.WrittenCount == 0)
                    {
                        _isSending = false;
                        return;
                    }

                    (_pending, _sending) = (_sending, _pending);
                    _pending.ResetWrittenCount();
                }

                var rest = _sending.WrittenMemory;
                while (!rest.IsEmpty)
                {
                    rest = rest[await _socket.SendAsync(rest)..];
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The process is gone: the receiving side tells the owner.
            Break();
        }
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
    }

    private void Handle(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Ready:
                _ready.TrySetResult(JsonSerializer.Deserialize(content, RuleProcessJson.Default.RuleSetReport)
                    ?? throw new InvalidDataException("an empty report"));
                break;

            case FrameKind.Intent:
                var proposed = JsonSerializer.Deserialize(content, EventJson.Default.IntentProposed)
                    ?? throw new InvalidDataException("an empty intent");
                _inbox.Post(proposed, Source, proposed.DecidedAfter);
                break;

            case FrameKind.Fault:
                var fault = JsonSerializer.Deserialize(content, EventJson.Default.RuleFaulted)
                    ?? throw new InvalidDataException("an empty fault");
                _inbox.Post(fault, Source);
                break;

            case FrameKind.Done:
                Done(BinaryPrimitives.ReadInt64LittleEndian(content), BinaryPrimitives.ReadInt64LittleEndian(content[8..]));
                break;

            default:
                throw new InvalidDataException($"a frame of kind {(byte)kind}, which the core does not take");
        }
    }

    private void Done(long sequence, long dueTicks)
    {
        lock (_lock)
        {
            _done = sequence;
            _behindSince = _time.GetTimestamp();
            NextDue = dueTicks == 0 ? null : new DateTimeOffset(dueTicks, TimeSpan.Zero);
        }
    }

    private void Break()
    {
        lock (_lock)
        {
            if (_isBroken)
            {
                return;
            }

            _isBroken = true;
        }

        _child.Signal(SigKill);
        _socket.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rule process sent what cannot be read, or went away: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule process left {Size} MiB unread and is ended")]
    private partial void LogOverrun(int size);
}
