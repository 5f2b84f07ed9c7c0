using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Explaining;

/// <summary>A part of a condition that is read from a fact, such as <c>volume.UsedShare</c>.</summary>
/// <param name="Members">From the fact on.</param>
internal sealed record Part(Expression Expression, int Slot, IReadOnlyList<string> Members)
{
    public string Text(Func<int, string> name) => string.Join('.', Members.Prepend(name(Slot)));
}

/// <summary>Finds the longest member chains that begin at a fact.</summary>
internal sealed class PartFinder : ExpressionVisitor
{
    private readonly List<Part> _parts = [];

    public static IEnumerable<Part> Of(Expression expression)
    {
        var finder = new PartFinder();
        finder.Visit(expression);
        return finder._parts.DistinctBy(p => p.Text(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        var members = new List<string>();
        Expression? at = node;
        while (at is MemberExpression member)
        {
            members.Insert(0, member.Member.Name);
            at = member.Expression;
        }

        if (SlotOf(at) is { } slot)
        {
            _parts.Add(new Part(node, slot, members));
            return node;
        }

        return base.VisitMember(node);
    }

    private static int? SlotOf(Expression? expression) => expression switch
    {
        MethodCallExpression { Method: { Name: nameof(Unsafe.As) } method } call when method.DeclaringType == typeof(Unsafe) => SlotOf(call.Arguments[0]),
        UnaryExpression { NodeType: ExpressionType.Unbox } unbox => SlotOf(unbox.Operand),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } index when index.Left == Scope.Values => (int)((ConstantExpression)index.Right).Value!,
        _ => null,
    };
}
