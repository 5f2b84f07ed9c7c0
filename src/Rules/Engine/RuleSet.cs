using System.Collections.Concurrent;
using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Network;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>Rules compiled together, in load order. Immutable; sessions are made of it.</summary>
public sealed class RuleSet
{
    private readonly ConcurrentDictionary<Type, TypeTable> _tables = new();

    private RuleSet(IReadOnlyList<RuleDefinition> rules, IRuleWatch? watch)
    {
        (Rules, Watch) = (rules, watch);
        Plans = [.. rules.Select(RuleCompiler.Compile)];
        for (var i = 0; i < Plans.Count; i++)
        {
            Plans[i].Order = i;
        }

        Patterns = [.. Plans.SelectMany(p => p.Branches).SelectMany(b => b.Inputs).Select(i => i.Pattern).OfType<PatternPlan>()];
        for (var i = 0; i < Patterns.Count; i++)
        {
            (Patterns[i].Id, Patterns[i].Watch) = (i, watch);
        }
    }

    public IReadOnlyList<RuleDefinition> Rules { get; }

    internal IReadOnlyList<RulePlan> Plans { get; }

    internal IReadOnlyList<PatternPlan> Patterns { get; }

    internal IRuleWatch? Watch { get; }

    /// <param name="watch">Told whose code runs in every session of these rules; null when nobody looks.</param>
    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public static RuleSet Compile(IReadOnlyList<RuleDefinition> rules, IRuleWatch? watch = null) => new(rules, watch);

    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public static RuleSet Of(params Rule[] rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var repository = new RuleRepository();
        foreach (var rule in rules)
        {
            repository.Add(rule);
        }

        return repository.Compile();
    }

    public Session CreateSession(SessionOptions? options = null) => new(this, options ?? new SessionOptions());

    internal TypeTable TableOf(Type type) => _tables.GetOrAdd(type, static (t, set) => new TypeTable(t, set.Patterns), this);
}
