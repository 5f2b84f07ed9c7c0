namespace EventOps.Host.Settings;

/// <summary>How commands of the system, such as lvm(8), are run.</summary>
public sealed record CommandSettings
{
    /// <summary>A command that takes longer is told to stop, and abandoned if it does not.</summary>
    public required TimeSpan TimeLimit { get; init; }
}
