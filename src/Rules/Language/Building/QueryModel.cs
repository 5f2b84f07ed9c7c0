using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>What a query says: where it starts and what is done with it.</summary>
/// <param name="From">The named value it starts from; null when it starts from facts.</param>
internal sealed record QueryModel(Type Type, IReadOnlyList<LambdaExpression> Conditions, LambdaExpression? From)
{
    public IReadOnlyList<QueryStep> Steps { get; private init; } = [];

    public QueryModel With(QueryStep step) => this with { Steps = [.. Steps, step] };
}
