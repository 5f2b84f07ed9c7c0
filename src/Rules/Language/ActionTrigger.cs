namespace EventOps.Rules.Language;

/// <summary>When an action of a rule runs.</summary>
[Flags]
public enum ActionTrigger
{
    None = 0,

    /// <summary>The match fires for the first time.</summary>
    Activated = 1,

    /// <summary>The match fires again after an update.</summary>
    Reactivated = 2,

    /// <summary>The match has disappeared after it had fired.</summary>
    Deactivated = 4,
}
