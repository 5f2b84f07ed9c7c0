using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Puts slot reads in the place of a rule's variables, and notes which slots were read.</summary>
/// <param name="inlineLets">Conditions see a computed value as its expression; actions see the value computed for the match.</param>
internal sealed class SlotRewriter(Scope scope, bool inlineLets = true) : ExpressionVisitor
{
    private readonly Dictionary<ParameterExpression, Expression> _parameters = [];
    private readonly Dictionary<ParameterExpression, int> _parameterSlots = [];

    /// <summary>Slots that the expression reads.</summary>
    public SortedSet<int> Reads { get; } = [];

    public SlotRewriter Let(ParameterExpression parameter, Expression stand)
    {
        _parameters[parameter] = stand;
        return this;
    }

    public SlotRewriter Let(ParameterExpression parameter, int slot)
    {
        _parameters[parameter] = Scope.Read(slot, parameter.Type);
        _parameterSlots[parameter] = slot;
        return this;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        if (_parameterSlots.TryGetValue(node, out var slot))
        {
            Reads.Add(slot);
        }

        return _parameters.GetValueOrDefault(node, node);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (Scope.AliasOf(node) is not { } alias)
        {
            return base.VisitMember(node);
        }

        if (inlineLets && scope.TryGetLet(alias, out var value))
        {
            return Visit(value.Body);
        }

        if (!scope.TryGetSlot(alias, out var slot, out var type))
        {
            return base.VisitMember(node);
        }

        Reads.Add(slot);
        return Scope.Read(slot, type);
    }
}
