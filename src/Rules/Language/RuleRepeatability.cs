namespace EventOps.Rules.Language;

/// <summary>Whether a match that has fired fires again when its facts are updated.</summary>
public enum RuleRepeatability
{
    /// <summary>Every update of its facts fires it again.</summary>
    Repeatable = 0,

    /// <summary>Once for each match; again only after it has stopped matching.</summary>
    NonRepeatable = 1,
}
