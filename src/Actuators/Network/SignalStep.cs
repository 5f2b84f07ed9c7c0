using System.Globalization;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;
using EventOps.Linux.Sockets;

namespace EventOps.Actuators.Network;

/// <summary>A signal, and waiting for what should come of it.</summary>
internal sealed class SignalStep(int port, string program, int process, bool isEnd, NetworkNamespace network, TimeProvider time) : IStep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Does => string.Create(CultureInfo.InvariantCulture, $"{(isEnd ? "end" : "let go on")} {program} (process {process}) on port {port}");

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsSo() ? isEnd ? "ended" : "runs" : isEnd ? "serves" : "stopped");

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Readiness>(IsSo() ? new Readiness.AlreadySo() : new Readiness.Ready());

    public ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        if (isEnd)
        {
            ProcessSignal.Send(process, program, ProcessSignal.Terminate);
        }

        // One that is stopped hears of nothing before it goes on.
        ProcessSignal.Send(process, program, ProcessSignal.Continue);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => new(Wait.UntilAsync(IsSo, Patience, time, cancellationToken));

    /// <summary>Does nothing: what was wrong before is not brought back.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private bool IsSo()
    {
        if (ProcessStatus.TryRead(process) is not { } now || now.Name != program)
        {
            return true;
        }

        return isEnd ? now.State is 'Z' or 'X' || !Serves() : now.State != 'T';
    }

    private bool Serves()
    {
        var sockets = network.ListenersOn(port).Where(l => l.Inode != 0).Select(l => l.Inode).ToHashSet();
        return sockets.Count > 0 && SocketOwners.Find(sockets).Values.Any(owners => owners.Any(o => o.Pid == process));
    }
}
