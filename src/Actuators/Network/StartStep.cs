using System.Globalization;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;

namespace EventOps.Actuators.Network;

/// <summary>A command that starts a service and returns, and waiting until somebody listens on its port.</summary>
internal sealed class StartStep(int port, CommandLine command, CommandOptions options, NetworkNamespace network, TimeProvider time) : IStep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Does => string.Create(CultureInfo.InvariantCulture, $"start the service on port {port} ({command})");

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsServed() ? "served" : "nobody listens");

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Readiness>(IsServed() ? new Readiness.AlreadySo() : new Readiness.Ready());

    public ValueTask ApplyAsync(CancellationToken cancellationToken) => new(new ToolHand(options).RunAsync(command.Program, [.. command.Arguments], cancellationToken));

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => new(Wait.UntilAsync(IsServed, Patience, time, cancellationToken));

    /// <summary>Does nothing: a service that was wanted is not ended because of what came after.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private bool IsServed() => network.ListenersOn(port).Count > 0;
}
