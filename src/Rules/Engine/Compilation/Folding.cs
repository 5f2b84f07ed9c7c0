using System.Linq.Expressions;
using System.Reflection;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Computes once what is the same for every fact, such as <c>85.Percent()</c>.</summary>
internal sealed class Folding(Scope scope) : ExpressionVisitor
{
    public static Expression Fold(Expression expression, Scope scope) => new Folding(scope).Visit(expression);

    // A rule's parameters and the locals of its Define that stand for no fact: they have their values by now, and keep them.
    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Member is not FieldInfo field || IsVariable(node))
        {
            return base.VisitMember(node);
        }

        var local = Scope.AliasOf(node) is not null;
        var parameter = node.Expression is ConstantExpression { Value: Language.Rule } && (field.IsInitOnly || field.Name.StartsWith('<'));
        return (local || parameter) && TryRead(node, out var value) && IsSimple(field.FieldType) ? Expression.Constant(value, node.Type) : base.VisitMember(node);
    }

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

    private static bool TryRead(Expression? expression, out object? value)
    {
        value = null;
        switch (expression)
        {
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression { Member: FieldInfo field } member when TryRead(member.Expression, out var owner) && owner is not null:
                value = field.GetValue(owner);
                return true;
            default:
                return false;
        }
    }

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(Model.Bytes) || type == typeof(Model.Percent);

    private bool IsVariable(MemberExpression node) =>
        Scope.AliasOf(node) is { } alias && (scope.TryGetSlot(alias, out _, out _) || scope.TryGetLet(alias, out _));

    private static bool IsPure(MethodInfo method) => method.DeclaringType == typeof(Model.Quantities);
}
