using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>One term of a rule that holds or not: its body over the match's values, what it reads, and the words it was written in.</summary>
internal sealed record Condition(Expression Body, IReadOnlySet<int> Reads, string Text)
{
    /// <summary>The two sides of an equality between different facts, when it is one that an index can answer.</summary>
    public KeyPair? Keys { get; } = KeyPair.Of(Body);

    public static Func<object?[], bool>? Compile(IReadOnlyCollection<Condition> conditions) =>
        conditions.Count == 0
            ? null
            : Expression.Lambda<Func<object?[], bool>>(conditions.Select(c => c.Body).Aggregate(Expression.AndAlso), Scope.Values).CompileLazily();

    /// <summary>The parts of a condition that And joins, in order.</summary>
    public static IEnumerable<Expression> Split(Expression body) =>
        body is BinaryExpression { NodeType: ExpressionType.AndAlso, Method: null } and
            ? Split(and.Left).Concat(Split(and.Right))
            : [body];
}
