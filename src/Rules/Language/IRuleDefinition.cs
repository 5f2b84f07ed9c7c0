namespace EventOps.Rules.Language;

/// <summary>A loaded rule, as its own actions and listings see it.</summary>
public interface IRuleDefinition
{
    string Name { get; }

    string Description { get; }

    /// <summary>Larger runs first.</summary>
    int Priority { get; }

    RuleRepeatability Repeatability { get; }

    IReadOnlyList<string> Tags { get; }

    /// <summary>The class that says the rule.</summary>
    Type Type { get; }
}
