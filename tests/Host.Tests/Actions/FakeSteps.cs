using EventOps.Actuators;
using EventOps.Model;

namespace EventOps.Host.Tests.Actions;

/// <summary>A step that does as it is told, and writes down what was asked of it.</summary>
internal sealed class FakeStep(string name, List<string> calls) : IStep
{
    public Readiness Ready { get; init; } = new Readiness.Ready();

    public Func<Task> Apply { get; init; } = () => Task.CompletedTask;

    public Func<bool> IsSo { get; init; } = () => true;

    public Exception? UndoFails { get; init; }

    public bool OutlivesDaemon { get; init; }

    public string Does => name;

    /// <summary>What it is described as.</summary>
    public Func<string> Now { get; init; } = () => "as it is";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Now());

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        Note("check");
        return ValueTask.FromResult(Ready);
    }

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        Note("apply");
        await Apply();
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        Note("verify");
        return ValueTask.FromResult(IsSo());
    }

    public ValueTask UndoAsync(CancellationToken cancellationToken)
    {
        Note("undo");
        return UndoFails is { } e ? throw e : ValueTask.CompletedTask;
    }

    private void Note(string what)
    {
        lock (calls)
        {
            calls.Add($"{what} {name}");
        }
    }
}

/// <summary>A hand with steps made by the test.</summary>
internal sealed class FakeActuator(Func<Intent, IReadOnlyList<IStep>> plan) : IActuator
{
    public bool CanCarryOut(Intent intent) => intent is GrowVolume;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => ValueTask.FromResult(plan(intent));
}
