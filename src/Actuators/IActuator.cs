using EventOps.Model;

namespace EventOps.Actuators;

/// <summary>A hand: turns one kind of intent into steps.</summary>
public interface IActuator
{
    bool CanCarryOut(Intent intent);

    /// <summary>The steps for this intent on the machine as it is now. Changes nothing.</summary>
    /// <exception cref="PlanException">The intent names something that is not there or cannot be done.</exception>
    ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken);
}

/// <summary>An intent cannot be turned into steps; the message says why and what to do.</summary>
public sealed class PlanException(string message) : Exception(message);
