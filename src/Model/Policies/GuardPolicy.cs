namespace EventOps.Model;

/// <summary>The guard's limits for the whole host.</summary>
public sealed record GuardPolicy
{
    /// <summary>The limits without any settings.</summary>
    public static GuardPolicy Default { get; } = new();

    /// <summary>More actions than this within an hour mean that something is wrong with the rules or the host. At least 1.</summary>
    public int ActionsPerHour { get; init; } = 600;

    /// <summary>
    /// So many corrections of one resource within a minute mean that something else undoes them: from there on each further one waits
    /// longer. At least 2.
    /// </summary>
    public int Rounds { get; init; } = 5;
}
