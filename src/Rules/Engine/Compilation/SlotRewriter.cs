using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Puts slot reads in the place of a rule's variables, and notes which slots were read.</summary>
internal sealed class SlotRewriter(Scope scope) : ExpressionVisitor
{
    private readonly Dictionary<ParameterExpression, Expression> _parameters = [];

    /// <summary>Slots that the expression reads.</summary>
    public SortedSet<int> Reads { get; } = [];

    /// <summary>The body of a lambda whose parameters stand for the given expressions.</summary>
    public Expression Rewrite(LambdaExpression lambda, params ReadOnlySpan<Expression> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            _parameters[lambda.Parameters[i]] = arguments[i];
        }

        return Visit(lambda.Body);
    }

    protected override Expression VisitParameter(ParameterExpression node) => _parameters.GetValueOrDefault(node, node);

    protected override Expression VisitMember(MemberExpression node)
    {
        if (Scope.AliasOf(node) is not { } alias)
        {
            return base.VisitMember(node);
        }

        if (scope.TryGetLet(alias, out var value))
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
