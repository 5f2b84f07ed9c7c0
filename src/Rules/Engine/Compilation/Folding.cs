using System.Linq.Expressions;
using System.Reflection;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Computes once what is the same for every fact, such as <c>85.Percent()</c>.</summary>
internal sealed class Folding : ExpressionVisitor
{
    public static Expression Fold(Expression expression) => new Folding().Visit(expression);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var visited = base.VisitMethodCall(node);
        return visited is MethodCallExpression call && call.Object is null && IsPure(call.Method) && call.Arguments.All(a => a is ConstantExpression)
            ? Expression.Constant(call.Method.Invoke(null, [.. call.Arguments.Select(a => ((ConstantExpression)a).Value)]), call.Type)
            : visited;
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        var visited = base.VisitUnary(node);
        return visited is UnaryExpression { NodeType: ExpressionType.Convert, Method: null, Operand: ConstantExpression { Value: { } value } } convert
            && convert.Type.IsPrimitive && value.GetType().IsPrimitive
            ? Expression.Constant(Convert.ChangeType(value, convert.Type, System.Globalization.CultureInfo.InvariantCulture), convert.Type)
            : visited;
    }

    private static bool IsPure(MethodInfo method) => method.DeclaringType == typeof(Model.Quantities);
}
