using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>Puts one expression in the place of a parameter.</summary>
internal sealed class ParameterSwap(ParameterExpression from, Expression to) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
}
