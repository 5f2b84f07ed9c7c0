using System.Linq.Expressions;
using System.Reflection;
using EventOps.Model;
using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>A condition on one fact, and, if it compares a property with a constant, which and with what.</summary>
/// <param name="Constant">A string, a long or a double; null when it is no such comparison.</param>
/// <param name="Member">The property that it compares.</param>
internal sealed record Term(LambdaExpression Lambda, MemberInfo? Member, ExpressionType Operator, object? Constant)
{
    public bool IsText => Constant is string;

    /// <summary>long or double for numbers.</summary>
    public Type? Kind => Constant?.GetType();

    public static Term Of(LambdaExpression lambda)
    {
        var parameter = lambda.Parameters[0];
        return lambda.Body switch
        {
            BinaryExpression b when IsComparison(b.NodeType) && MemberOf(b.Left, parameter) is { } m => Compare(lambda, m, b.NodeType, b.Right),
            BinaryExpression b when IsComparison(b.NodeType) && MemberOf(b.Right, parameter) is { } m => Compare(lambda, m, Flip(b.NodeType), b.Left),
            UnaryExpression { NodeType: ExpressionType.Not } n when MemberOf(n.Operand, parameter) is { } m => new Term(lambda, m, ExpressionType.Equal, 0L),
            MemberExpression e when MemberOf(e, parameter) is { } m => new Term(lambda, m, ExpressionType.Equal, 1L),
            _ => new Term(lambda, null, default, null),
        };
    }

    /// <summary>Reads the property as text, as a whole number or as a fraction.</summary>
    public Func<object, T> Getter<T>()
    {
        var fact = Expression.Parameter(typeof(object), "fact");
        Expression value = Expression.MakeMemberAccess(Scope.As(fact, Lambda.Parameters[0].Type), Member!);
        if (IsUnit(value.Type))
        {
            value = Expression.Property(value, nameof(Percent.Value));
        }

        if (value.Type == typeof(bool))
        {
            value = Expression.Condition(value, Expression.Constant(1L), Expression.Constant(0L));
        }

        return Expression.Lambda<Func<object, T>>(value.Type == typeof(T) ? value : Expression.Convert(value, typeof(T)), fact).Compile();
    }

    private static Term Compare(LambdaExpression lambda, MemberInfo member, ExpressionType comparison, Expression other)
    {
        var type = TypeOf(member);
        var constant = ValueOf(other) is { } value ? Normal(type, value) : null;
        var usable = constant is not null && (comparison != ExpressionType.Equal || constant is string || (constant is long && !IsUnit(type)))
            && (comparison == ExpressionType.Equal || constant is not string);
        return usable ? new Term(lambda, member, comparison, constant) : new Term(lambda, null, default, null);
    }

    private static object? Normal(Type type, object value)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return value switch
        {
            string text when type == typeof(string) => text,
            Bytes bytes when type == typeof(Bytes) => bytes.Value,
            Percent share when type == typeof(Percent) => share.Value,
            bool truth when type == typeof(bool) => truth ? 1L : 0L,
            Enum or int or long or short or byte or sbyte or ushort or uint when IsWhole(type) => Convert.ToInt64(value, culture),
            double or float when type == typeof(double) || type == typeof(float) => Convert.ToDouble(value, culture),
            _ => null,
        };
    }

    private static bool IsUnit(Type type) => type == typeof(Bytes) || type == typeof(Percent);

    private static bool IsWhole(Type type) =>
        type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte)
        || type == typeof(sbyte) || type == typeof(ushort) || type == typeof(uint);

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static MemberInfo? MemberOf(Expression expression, ParameterExpression parameter) => expression switch
    {
        // Widening keeps the value; the compiler puts it around enums and small numbers.
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when IsWhole(convert.Type) && IsWhole(convert.Operand.Type) => MemberOf(convert.Operand, parameter),
        MemberExpression { Member: PropertyInfo or FieldInfo } member when member.Expression == parameter => member.Member,
        _ => null,
    };

    private static object? ValueOf(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member when Scope.AliasOf(member) is not null && ValueOf(member.Expression!) is { } closure => field.GetValue(closure),
        _ => null,
    };

    private static bool IsComparison(ExpressionType type) =>
        type is ExpressionType.Equal or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual;

    private static ExpressionType Flip(ExpressionType type) => type switch
    {
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        _ => type,
    };
}
