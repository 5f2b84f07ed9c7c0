using EventOps.Actuators;

namespace EventOps.Host.Actions;

/// <summary>Sees to it that a change stays only when what held before it holds after it.</summary>
internal interface IConfirmation
{
    /// <summary>Prepares the undoing, before the first step.</summary>
    /// <returns>Null when these steps cannot cut a path, or nothing holds that they could break.</returns>
    ValueTask<IUnconfirmedChange?> ArmAsync(long action, IReadOnlyList<IStep> steps, CancellationToken cancellationToken);
}

/// <summary>A change that is taken back by itself unless it is confirmed in time, also when this process is killed.</summary>
internal interface IUnconfirmedChange
{
    /// <summary>Looks until all holds that held before, or the time is over; then takes the change back.</summary>
    /// <returns>What no longer held; null when the change stays.</returns>
    /// <exception cref="OperationCanceledException">The daemon ends: the change is taken back when its time is over.</exception>
    Task<string?> ConfirmAsync(CancellationToken cancellationToken);

    /// <summary>Takes the change back now.</summary>
    /// <returns>What could not be taken back, to be added to a sentence; empty when all was.</returns>
    Task<string> TakeBackAsync();
}
