using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Language;

/// <summary>
/// A rule: what must hold, and what is done then. Write a public class that derives from it and say both in <see cref="Define"/>.
/// Variables that facts are bound to are locals of Define; their values are never read there.
/// </summary>
public abstract class Rule
{
    private RuleBuilder? _builder;

    /// <summary>Says the rule. Called once, when the rule is loaded.</summary>
    public abstract void Define();

    /// <summary>Begins the conditions. Several calls continue the same list.</summary>
    protected ILeftHandSideExpression When() => Builder.LeftHandSide;

    /// <summary>Begins the actions; they run in the order written.</summary>
    protected IRightHandSideExpression Then() => Builder.RightHandSide;

    /// <summary>Begins the filters: they decide whether a match is put on the agenda, not whether it matches.</summary>
    protected IFilterExpression Filter() => Builder.Filters;

    /// <summary>Begins the services that actions use.</summary>
    protected IDependencyExpression Dependency() => Builder.Dependencies;

    /// <summary>Names the rule; wins over the attribute.</summary>
    protected void Name(string value) => Builder.Name = value;

    /// <summary>Larger runs first; wins over the attribute.</summary>
    protected void Priority(int value) => Builder.Priority = value;

    private RuleBuilder Builder =>
        _builder ?? throw new InvalidOperationException($"{GetType().Name}: When, Then, Filter, Dependency, Name and Priority can only be called within Define.");

    internal void DefineInto(RuleBuilder builder)
    {
        _builder = builder;
        try
        {
            Define();
        }
        finally
        {
            _builder = null;
        }
    }
}
