namespace EventOps.Rules.Compilation;

/// <summary>Whether a finding keeps a rule file from being taken.</summary>
public enum FindingSeverity
{
    /// <summary>Said, and the file is taken.</summary>
    Warning,

    /// <summary>The file is refused.</summary>
    Error,
}
