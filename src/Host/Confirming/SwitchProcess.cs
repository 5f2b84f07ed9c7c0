using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using EventOps.Actuators.Network.Reversals;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;

namespace EventOps.Host.Confirming;

/// <summary>
/// The process that takes a change of the network back when nobody says in time that it holds: it lives on when the daemon is killed, and ends
/// once nothing is armed any more.
/// </summary>
internal sealed class SwitchProcess(Stream channel, ReversalHand hand, TimeProvider time) : IDisposable
{
    private readonly Dictionary<long, Armed> _armed = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _hurry = new();

    /// <param name="network">The named network namespace; empty for the own one.</param>
    public static async Task<int> RunAsync(string network)
    {
        using var own = network.Length == 0 ? NetworkNamespace.Own : NetworkNamespace.OpenNamed(network);
        using var socket = SocketPair.Inherited();
        await using var channel = new NetworkStream(socket, ownsSocket: false);
        using var process = new SwitchProcess(channel, new ReversalHand(own), TimeProvider.System);

        // Signals that end a daemon are sent to all of its processes: what is armed is taken back first.
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, process.Hurry);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, process.Hurry);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        await process.RunAsync();
        return ExitCodes.Success;
    }

    public void Dispose()
    {
        _gate.Dispose();
        _hurry.Dispose();
    }

    private async Task RunAsync()
    {
        using (var reader = new StreamReader(channel, leaveOpen: true))
        {
            while (await ReadAsync(reader) is { } line)
            {
                await HandleAsync(JsonSerializer.Deserialize(line, SwitchJson.Default.SwitchOrder)!);
            }
        }

        // The daemon is gone.
        Task[] open;
        await _gate.WaitAsync();
        open = [.. _armed.Values.Select(a => a.Due)];
        _gate.Release();
        await Task.WhenAll(open);
    }

    private static async Task<string?> ReadAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadLineAsync();
        }
        catch (IOException)
        {
            // A daemon that was killed in the middle of something leaves a reset.
            return null;
        }
    }

    private async Task HandleAsync(SwitchOrder order)
    {
        var failure = "";
        switch (order.Verb)
        {
            case SwitchVerb.Arm:
                await ArmAsync(order);
                break;

            case SwitchVerb.Disarm:
                failure = await DisarmAsync(order.Action);
                break;

            case SwitchVerb.TakeBack:
                failure = await TakeBackAsync(order.Action);
                break;

            default:
                failure = $"{order.Verb} is not known";
                break;
        }

        await AnswerAsync(new SwitchAnswer(order.Action, failure));
    }

    private async Task ArmAsync(SwitchOrder order)
    {
        await _gate.WaitAsync();
        try
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_hurry.Token);
            _armed[order.Action] = new Armed(order.Reversals, order.File, stop, WaitAsync(order.Action, TimeSpan.FromMilliseconds(order.WithinMilliseconds), stop.Token));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>Empty; or that this comes too late.</returns>
    private async Task<string> DisarmAsync(long action)
    {
        if (await TakeOutAsync(action) is not { } armed)
        {
            return "it was not confirmed in time, and has been taken back";
        }

        UnconfirmedChanges.Forget(armed.File);
        return "";
    }

    private async Task WaitAsync(long action, TimeSpan within, CancellationToken stop)
    {
        await Task.Delay(within, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TakeBackAsync(action);
    }

    /// <summary>Whoever takes the entry out takes the change back, and of several processes the one that claims its file: nothing is taken back twice.</summary>
    private async Task<string> TakeBackAsync(long action) =>
        await TakeOutAsync(action) is { } armed && UnconfirmedChanges.TryClaim(armed.File)
            ? string.Join("; ", await hand.TakeBackAsync(armed.Reversals, CancellationToken.None))
            : "";

    private async Task<Armed?> TakeOutAsync(long action)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_armed.Remove(action, out var armed))
            {
                return null;
            }

            // Nothing is left to wait for; the wait then finds the entry gone.
            await armed.Stop.CancelAsync();
            return armed;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AnswerAsync(SwitchAnswer answer)
    {
        try
        {
            await channel.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(answer, SwitchJson.Default.SwitchAnswer), (byte)'\n']);
        }
        catch (IOException)
        {
            // The daemon is gone; reading tells.
        }
    }

    private void Hurry(PosixSignalContext context)
    {
        context.Cancel = true;
        _hurry.Cancel();
    }

    private sealed record Armed(IReadOnlyList<Reversal> Reversals, string File, CancellationTokenSource Stop, Task Due);
}
