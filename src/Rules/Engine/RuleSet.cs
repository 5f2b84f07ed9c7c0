using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>Rules compiled together, in load order. Immutable; sessions are made of it.</summary>
public sealed class RuleSet
{
    private RuleSet(IReadOnlyList<RuleDefinition> rules) => Rules = rules;

    public IReadOnlyList<RuleDefinition> Rules { get; }

    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public static RuleSet Compile(IReadOnlyList<RuleDefinition> rules) => new(rules);

    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public static RuleSet Of(params Rule[] rules)
    {
        var repository = new RuleRepository();
        foreach (var rule in rules)
        {
            repository.Add(rule);
        }

        return repository.Compile();
    }

    public Session CreateSession(SessionOptions? options = null) => new(this, options ?? new SessionOptions());
}
