using System.Reflection;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>Rules gathered from classes and assemblies, in load order.</summary>
public sealed class RuleRepository
{
    private readonly List<RuleDefinition> _definitions = [];

    /// <summary>Makes the instances of a rule class; several for one class are several rules.</summary>
    public Func<Type, IEnumerable<Rule>> Activator { get; init; } = type => [(Rule)System.Activator.CreateInstance(type, nonPublic: true)!];

    public IReadOnlyList<RuleDefinition> Rules => _definitions;

    /// <exception cref="RuleDefinitionException">The rule cannot be, or another has its name.</exception>
    public RuleRepository Add(Rule rule)
    {
        var definition = RuleDefinition.Of(rule);
        if (_definitions.Find(d => d.Name == definition.Name) is { } other)
        {
            throw new RuleDefinitionException(definition.Name, $"{other.Type} has this name already; give one of them another");
        }

        _definitions.Add(definition);
        return this;
    }

    /// <exception cref="RuleDefinitionException">The rule cannot be, or another has its name.</exception>
    public RuleRepository Add(Type type)
    {
        foreach (var rule in Activator(type))
        {
            Add(rule);
        }

        return this;
    }

    /// <summary>Adds the public, non-nested, concrete rule classes of an assembly, ordered by full name so that load order is always the same.</summary>
    /// <param name="all">Private and nested classes too.</param>
    public RuleRepository AddFrom(Assembly assembly, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var types = assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Rule)) && !t.IsAbstract && !t.ContainsGenericParameters)
            .Where(t => all || (t.IsPublic && !t.IsNested))
            .OrderBy(t => t.FullName, StringComparer.Ordinal);
        foreach (var type in types)
        {
            Add(type);
        }

        return this;
    }

    /// <exception cref="RuleDefinitionException">A rule cannot be compiled.</exception>
    public RuleSet Compile() => RuleSet.Compile(_definitions);
}
