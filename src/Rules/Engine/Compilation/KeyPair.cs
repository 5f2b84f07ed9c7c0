using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>The two sides of <c>a.Name == b.Name</c>.</summary>
internal sealed record KeyPair(KeySide Left, KeySide Right)
{
    public static KeyPair? Of(Expression body)
    {
        if (body is not BinaryExpression { NodeType: ExpressionType.Equal } equal
            || equal.Left.Type != equal.Right.Type || !IsKey(equal.Left.Type))
        {
            return null;
        }

        var (left, right) = (new KeySide(equal.Left, SlotFinder.Of(equal.Left)), new KeySide(equal.Right, SlotFinder.Of(equal.Right)));
        return left.Reads.Count == 0 || right.Reads.Count == 0 || left.Reads.Overlaps(right.Reads) ? null : new KeyPair(left, right);
    }

    // Types for which == and a dictionary's equality are the same: floating point is not (NaN), nor are types with operators of their own.
    private static bool IsKey(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(char) || type == typeof(Guid) || type.IsEnum
        || type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(ulong)
        || type == typeof(short) || type == typeof(ushort) || type == typeof(byte) || type == typeof(sbyte);
}

/// <summary>One side of an equality.</summary>
internal sealed record KeySide(Expression Body, IReadOnlySet<int> Reads);

/// <summary>Finds the slots that an expression reads.</summary>
internal sealed class SlotFinder : ExpressionVisitor
{
    private readonly SortedSet<int> _slots = [];

    public static IReadOnlySet<int> Of(Expression expression)
    {
        var finder = new SlotFinder();
        finder.Visit(expression);
        return finder._slots;
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (node.NodeType == ExpressionType.ArrayIndex && node.Left == Scope.Values)
        {
            _slots.Add((int)((ConstantExpression)node.Right).Value!);
        }

        return base.VisitBinary(node);
    }
}
