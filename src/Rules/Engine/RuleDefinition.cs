using System.Reflection;
using EventOps.Rules.Language;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine;

/// <summary>A rule as its class said it, before it is compiled.</summary>
public sealed class RuleDefinition : IRuleDefinition
{
    private RuleDefinition(Rule rule, RuleBuilder builder)
    {
        Type = rule.GetType();
        Name = builder.Name ?? Type.GetCustomAttribute<NameAttribute>()?.Value ?? Type.FullName ?? Type.Name;
        Description = Type.GetCustomAttribute<DescriptionAttribute>()?.Value ?? "";
        Priority = builder.Priority ?? Type.GetCustomAttribute<PriorityAttribute>()?.Value ?? 0;
        Repeatability = Type.GetCustomAttribute<RepeatabilityAttribute>()?.Value ?? RuleRepeatability.Repeatable;
        Tags = [.. Type.GetCustomAttributes<TagAttribute>(inherit: true).Select(t => t.Value)];
        Elements = builder.Elements;
        Actions = builder.RightHandSide.Actions;
        FilterPredicates = builder.Filters.Predicates;
        FilterKeys = builder.Filters.Keys;
        Dependencies = builder.Dependencies.Dependencies;
    }

    public string Name { get; }

    public string Description { get; }

    public int Priority { get; }

    public RuleRepeatability Repeatability { get; }

    public IReadOnlyList<string> Tags { get; }

    public Type Type { get; }

    internal IReadOnlyList<RuleElement> Elements { get; }

    internal IReadOnlyList<ActionElement> Actions { get; }

    internal IReadOnlyList<System.Linq.Expressions.LambdaExpression> FilterPredicates { get; }

    internal IReadOnlyList<System.Linq.Expressions.LambdaExpression> FilterKeys { get; }

    internal IReadOnlyList<(string Alias, Type Type)> Dependencies { get; }

    /// <summary>Runs the rule's Define and keeps what it said.</summary>
    /// <exception cref="RuleDefinitionException">Define threw, or the rule lacks a condition or an action.</exception>
    public static RuleDefinition Of(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var name = rule.GetType().Name;
        var builder = new RuleBuilder(name);
        try
        {
            rule.DefineInto(builder);
        }
        catch (Exception e)
        {
            throw new RuleDefinitionException(name, $"Define failed: {e.Message}", e);
        }

        if (builder.Elements.Count == 0)
        {
            throw new RuleDefinitionException(name, "it has no condition; say at least one in When(), such as .Match(() => fact)");
        }

        if (builder.RightHandSide.Actions.Count == 0)
        {
            throw new RuleDefinitionException(name, "it has no action; say at least one in Then(), such as .Do(ctx => …)");
        }

        return new RuleDefinition(rule, builder);
    }
}
