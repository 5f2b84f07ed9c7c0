namespace EventOps.Rules.Language;

/// <summary>The facts that made a rule fire.</summary>
public interface IMatch
{
    IRuleDefinition Rule { get; }

    /// <summary>In the order the rule names them.</summary>
    IEnumerable<IFactMatch> Facts { get; }

    MatchTrigger Trigger { get; }
}
