using EventOps.Actuators.Network.Reversals;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>One change by a call that takes microseconds, judged before and after by reading.</summary>
/// <param name="does">With its target: "add route 10.0.0.0/8 dev eth0".</param>
/// <param name="isSo">Whether it is as wanted.</param>
/// <param name="apply">Makes it so.</param>
/// <param name="obstacle">What stands in the way; null when nothing does.</param>
/// <param name="words">What is said of the state when it is as wanted, and when not.</param>
/// <param name="reversal">Reads what brings back the state as it is; null where a change cannot cut a path.</param>
/// <param name="settles">What the kernel may take until it is so, where that is more than the call.</param>
internal sealed class CorrectionStep(
    string does,
    Func<bool> isSo,
    Action apply,
    Func<Obstacle?>? obstacle = null,
    (string So, string Not)? words = null,
    Func<Reversal?>? reversal = null,
    (TimeSpan Within, TimeProvider Time)? settles = null) : IReversibleStep
{
    public string Does => does;

    public bool CanCut => reversal is not null;

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var (so, not) = words ?? ("as wanted", "not as wanted");
        return ValueTask.FromResult(isSo() ? so : not);
    }

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Readiness>(
        isSo() ? new Readiness.AlreadySo() : obstacle?.Invoke() is { } found ? new Readiness.Refused(found) : new Readiness.Ready());

    public ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        apply();
        return ValueTask.CompletedTask;
    }

    public ValueTask<Reversal?> ReversalAsync(CancellationToken cancellationToken) => ValueTask.FromResult(reversal?.Invoke());

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) =>
        settles is var (within, time) ? new(Wait.UntilAsync(isSo, within, time, cancellationToken)) : ValueTask.FromResult(isSo());

    /// <summary>Does nothing: what was wrong before is not brought back.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
