namespace EventOps.Rules.Engine;

/// <summary>Where a rule failed.</summary>
public enum RuleFaultPlace
{
    /// <summary>It counts as not met.</summary>
    Condition,

    Action,

    /// <summary>Rules that keep making one another fire.</summary>
    Cycle,
}
