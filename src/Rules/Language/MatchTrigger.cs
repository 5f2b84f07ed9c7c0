namespace EventOps.Rules.Language;

/// <summary>What made a match fire.</summary>
public enum MatchTrigger
{
    None = 0,
    Created = 1,
    Updated = 2,
    Removed = 4,
}
