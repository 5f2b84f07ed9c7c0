using EventOps.Actuators.Network.Reversals;

namespace EventOps.Actuators;

/// <summary>A step whose undoing can be written down before it is applied, so that another process can do it when this one is gone.</summary>
public interface IReversibleStep : IStep
{
    /// <summary>Whether it can cut a path at all.</summary>
    bool CanCut { get; }

    /// <summary>What brings back the state as it is now. Changes nothing.</summary>
    /// <returns>Null when there is nothing that could be written down.</returns>
    ValueTask<Reversal?> ReversalAsync(CancellationToken cancellationToken);
}
