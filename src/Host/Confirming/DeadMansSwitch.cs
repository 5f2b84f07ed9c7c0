using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using EventOps.Actuators.Network.Reversals;
using EventOps.Host.RuleProcess;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Host.Confirming;

/// <summary>
/// The daemon's side of the process that takes unconfirmed changes back. The process is started beforehand, in a session of its own, so that arming costs one exchange over
/// a socket; when it has ended, the next change finds a new one.
/// </summary>
/// <param name="network">The named network namespace; empty for the own one.</param>
internal sealed class DeadMansSwitch(string network) : IAsyncDisposable
{
    private static readonly Bytes Memory = Bytes.FromMiB(128);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Task<Link?> _first = StartQuietlyAsync(network);
    private Link? _link;

    /// <summary>From here on, reversals are carried out after this time unless they are disarmed.</summary>
    /// <param name="file">Where the change is written down; empty for nowhere.</param>
    /// <exception cref="IOException">The process cannot be started or does not answer: the change must not be made.</exception>
    public async Task ArmAsync(long action, TimeSpan within, IReadOnlyList<Reversal> reversals, string file, CancellationToken cancellationToken)
    {
        var link = await LinkAsync(cancellationToken);
        await link.AskAsync(new SwitchOrder(SwitchVerb.Arm, action, (int)within.TotalMilliseconds, reversals, file), cancellationToken);
    }

    /// <summary>The change holds.</summary>
    /// <returns>Empty; or that this comes too late.</returns>
    /// <exception cref="IOException">The process has ended: it has taken the change back, or will not.</exception>
    public Task<string> DisarmAsync(long action, CancellationToken cancellationToken) => TellAsync(SwitchVerb.Disarm, action, cancellationToken);

    /// <summary>Takes the change back now.</summary>
    /// <returns>What could not be taken back; empty when all was.</returns>
    public async Task<string> TakeBackAsync(long action)
    {
        try
        {
            return await TellAsync(SwitchVerb.TakeBack, action, CancellationToken.None);
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    /// <summary>Leaves the process to itself: what is armed still is.</summary>
    public async ValueTask DisposeAsync()
    {
        (_link ?? await _first)?.Dispose();
        _gate.Dispose();
    }

    private async Task<string> TellAsync(SwitchVerb verb, long action, CancellationToken cancellationToken) =>
        _link is { } link
            ? await link.AskAsync(new SwitchOrder(verb, action, 0, []), cancellationToken)
            : throw new IOException("the process that takes changes back is not there");

    private async Task<Link> LinkAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _link ??= await _first;
            if (_link is not { HasEnded: false })
            {
                _link?.Dispose();
                _link = await Link.StartAsync(network);
            }

            return _link;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<Link?> StartQuietlyAsync(string network)
    {
        try
        {
            return await Link.StartAsync(network);
        }
        catch (IOException)
        {
            // Tried again, and told, when it is needed.
            return null;
        }
    }

    /// <summary>One process. Answers come in the order of their actions' ends, not of the questions.</summary>
    private sealed class Link : IDisposable
    {
        private readonly ChildProcess _child;
        private readonly NetworkStream _stream;
        private readonly SemaphoreSlim _writing = new(1);
        private readonly ConcurrentDictionary<long, TaskCompletionSource<string>> _asked = [];
        private readonly Task _reading;

        private Link(ChildProcess child, Socket socket)
        {
            (_child, _stream) = (child, new NetworkStream(socket, ownsSocket: true));
            _reading = ReadAsync();
        }

        public bool HasEnded => _reading.IsCompleted;

        /// <exception cref="IOException">It could not be started.</exception>
        public static async Task<Link> StartAsync(string network)
        {
            try
            {
                var pair = SocketPair.Create();
                using (pair.ChildEnd)
                {
                    var child = await ChildProcess.StartAsync(
                        SelfProgram.As(HiddenVerbs.HoldReversals, Memory, network) with { Inherited = pair.ChildEnd, Group = ChildGroup.OwnSession });
                    return new Link(child, pair.Parent);
                }
            }
            catch (CommandException e)
            {
                throw new IOException($"the process that takes changes back could not be started: {e.Message}", e);
            }
        }

        public async Task<string> AskAsync(SwitchOrder order, CancellationToken cancellationToken)
        {
            var answer = _asked.GetOrAdd(order.Action, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
            await _writing.WaitAsync(cancellationToken);
            try
            {
                await _stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(order, SwitchJson.Default.SwitchOrder), (byte)'\n'], cancellationToken);
            }
            finally
            {
                _writing.Release();
            }

            if (HasEnded)
            {
                throw Ended();
            }

            try
            {
                return await answer.Task.WaitAsync(AnswerWithin, cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new IOException("the process that takes changes back does not answer", e);
            }
        }

        public void Dispose()
        {
            _stream.Dispose();
            _child.Dispose();
        }

        private static IOException Ended() => new("the process that takes changes back has ended");

        private async Task ReadAsync()
        {
            using var reader = new StreamReader(_stream, leaveOpen: true);
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    var answer = JsonSerializer.Deserialize(line, SwitchJson.Default.SwitchAnswer)!;
                    if (_asked.TryRemove(answer.Action, out var asked))
                    {
                        asked.TrySetResult(answer.Failure);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or JsonException)
            {
                // It ended, or was left to itself.
            }

            foreach (var asked in _asked.Values)
            {
                asked.TrySetException(Ended());
            }
        }
    }
}
