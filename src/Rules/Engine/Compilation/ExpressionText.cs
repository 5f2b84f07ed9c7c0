using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Says an expression in the words its author wrote, as closely as the compiler left them.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } index => $"{Of(index.Left)}[{Of(index.Right)}]",
        BinaryExpression binary => Enum(binary) ?? $"{Side(binary.Left, binary)} {Operator(binary.NodeType)} {Side(binary.Right, binary)}",
        UnaryExpression { NodeType: ExpressionType.Not } not => "!" + Tight(not.Operand),
        UnaryExpression { NodeType: ExpressionType.Negate } negate => "-" + Tight(negate.Operand),
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.Quote } convert => Of(convert.Operand),
        UnaryExpression unary => $"{unary.NodeType}({Of(unary.Operand)})",
        MemberExpression member => Member(member),
        MethodCallExpression call => Call(call),
        ConstantExpression constant => Constant(constant.Value),
        ParameterExpression parameter => parameter.Name ?? "_",
        LambdaExpression lambda => $"{Parameters(lambda)} => {Of(lambda.Body)}",
        ConditionalExpression choice => $"{Of(choice.Test)} ? {Of(choice.IfTrue)} : {Of(choice.IfFalse)}",
        TypeBinaryExpression type => $"{Of(type.Expression)} is {type.TypeOperand.Name}",
        NewExpression made => $"new {made.Type.Name}({List(made.Arguments)})",
        NewArrayExpression array => $"[{List(array.Expressions)}]",
        _ => expression.ToString(),
    };

    public static string Constant(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        System.Enum name => $"{name.GetType().Name}.{name}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Parameters(LambdaExpression lambda) =>
        lambda.Parameters.Count == 1 ? lambda.Parameters[0].Name ?? "_" : $"({string.Join(", ", lambda.Parameters.Select(p => p.Name))})";

    private static string List(IEnumerable<Expression> expressions) => string.Join(", ", expressions.Select(Of));

    private static string Tight(Expression expression) => Strip(expression) is BinaryExpression ? $"({Of(expression)})" : Of(expression);

    private static string Side(Expression side, BinaryExpression parent) =>
        Strip(side) is BinaryExpression inner && Rank(inner.NodeType) < Rank(parent.NodeType) ? $"({Of(side)})" : Of(side);

    private static Expression Strip(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert ? Strip(convert.Operand) : expression;

    // The compiler turns v.Kind == VolumeKind.Image into numbers; the name says more.
    private static string? Enum(BinaryExpression binary)
    {
        var (left, right) = (Strip(binary.Left), Strip(binary.Right));
        return left.Type.IsEnum && right is ConstantExpression r && !r.Type.IsEnum ? $"{Of(left)} {Operator(binary.NodeType)} {Constant(System.Enum.ToObject(left.Type, r.Value!))}"
            : right.Type.IsEnum && left is ConstantExpression l && !l.Type.IsEnum ? $"{Constant(System.Enum.ToObject(right.Type, l.Value!))} {Operator(binary.NodeType)} {Of(right)}"
            : null;
    }

    private static string Member(MemberExpression member) =>
        Scope.AliasOf(member) ?? (member.Expression switch
        {
            null => $"{member.Member.DeclaringType?.Name}.{member.Member.Name}",
            ConstantExpression => member.Member.Name,
            var target => $"{Tight(target)}.{member.Member.Name}",
        });

    private static string Call(MethodCallExpression call)
    {
        var extension = call.Method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        if (call.Method is { IsSpecialName: true, Name: "get_Item" })
        {
            return $"{Of(call.Object!)}[{List(call.Arguments)}]";
        }

        var target = call.Object is not null ? Tight(call.Object) : extension ? Tight(call.Arguments[0]) : call.Method.DeclaringType?.Name;
        return $"{target}.{call.Method.Name}({List(extension ? call.Arguments.Skip(1) : call.Arguments)})";
    }

    private static string Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "==",
        ExpressionType.NotEqual => "!=",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.AndAlso => "&&",
        ExpressionType.OrElse => "||",
        ExpressionType.Add or ExpressionType.AddChecked => "+",
        ExpressionType.Subtract or ExpressionType.SubtractChecked => "-",
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => "*",
        ExpressionType.Divide => "/",
        ExpressionType.Modulo => "%",
        ExpressionType.Coalesce => "??",
        ExpressionType.And => "&",
        ExpressionType.Or => "|",
        ExpressionType.ExclusiveOr => "^",
        _ => type.ToString(),
    };

    private static int Rank(ExpressionType type) => type switch
    {
        ExpressionType.Coalesce => 0,
        ExpressionType.OrElse => 1,
        ExpressionType.AndAlso => 2,
        ExpressionType.Or or ExpressionType.ExclusiveOr or ExpressionType.And => 3,
        ExpressionType.Equal or ExpressionType.NotEqual => 4,
        ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual => 5,
        ExpressionType.Add or ExpressionType.AddChecked or ExpressionType.Subtract or ExpressionType.SubtractChecked => 6,
        _ => 7,
    };
}
