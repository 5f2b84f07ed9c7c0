using EventOps.Model;

namespace EventOps.Actuators;

/// <summary>A step that is told by the state it reaches: one look tells how it is now, whether that is wanted, and what stands in the way.</summary>
/// <param name="look">Reads the machine; changes nothing.</param>
/// <param name="apply">Changes it. What came of it, a further look shows.</param>
/// <param name="undo">Takes it back where that can lose nothing, once this step itself has been applied; null when there is nothing to take back.</param>
internal sealed class StateStep(
    string does,
    Func<CancellationToken, ValueTask<StepState>> look,
    Func<CancellationToken, Task> apply,
    Func<CancellationToken, Task>? undo = null) : IStep
{
    private bool _isApplied;

    public StateStep(string does, Func<StepState> look, Action apply, Action? undo = null)
        : this(does, _ => ValueTask.FromResult(look()), _ => Run(apply), undo is null ? null : _ => Run(undo))
    {
    }

    /// <summary>One that reads what is there before it changes it, and can bring that back.</summary>
    public static StateStep Remembering<T>(string does, Func<StepState> look, Func<T> read, Action apply, Action<T> bringBack)
    {
        var before = new List<T>(1);
        return new StateStep(
            does,
            look,
            () =>
            {
                before.Add(read());
                apply();
            },
            () => before.ForEach(bringBack));
    }

    /// <inheritdoc/>
    public string Does => does;

    /// <inheritdoc/>
    public bool OutlivesDaemon { get; init; }

    /// <inheritdoc/>
    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => (await look(cancellationToken)).Now;

    /// <inheritdoc/>
    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => await look(cancellationToken) switch
    {
        { IsSo: true } => new Readiness.AlreadySo(),
        { Obstacle: { } obstacle } => new Readiness.Refused(obstacle),
        _ => new Readiness.Ready(),
    };

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        _isApplied = true;
        await apply(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => (await look(cancellationToken)).IsSo;

    /// <inheritdoc/>
    public async ValueTask UndoAsync(CancellationToken cancellationToken)
    {
        if (undo is not null && _isApplied)
        {
            await undo(cancellationToken);
        }
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

/// <param name="Now">The state in words.</param>
/// <param name="IsSo">It is as wanted.</param>
/// <param name="Obstacle">Why it cannot be reached now; null when it can.</param>
internal sealed record StepState(string Now, bool IsSo, Obstacle? Obstacle = null);
