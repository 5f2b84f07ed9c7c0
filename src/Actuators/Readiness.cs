using EventOps.Model;

namespace EventOps.Actuators;

/// <summary>What a step's check found.</summary>
public abstract record Readiness
{
    private Readiness()
    {
    }

    /// <summary>It can be done now.</summary>
    public sealed record Ready : Readiness;

    /// <summary>Nothing has to be done.</summary>
    public sealed record AlreadySo : Readiness;

    /// <summary>It cannot be done now.</summary>
    public sealed record Refused(Obstacle Obstacle) : Readiness;
}
