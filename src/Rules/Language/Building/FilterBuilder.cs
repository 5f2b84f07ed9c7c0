using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

internal sealed class FilterBuilder : IFilterExpression
{
    private readonly List<LambdaExpression> _predicates = [];
    private readonly List<LambdaExpression> _keys = [];

    public IReadOnlyList<LambdaExpression> Predicates => _predicates;

    public IReadOnlyList<LambdaExpression> Keys => _keys;

    public IFilterExpression Where(params Expression<Func<bool>>[] predicates)
    {
        _predicates.AddRange(predicates);
        return this;
    }

    public IFilterExpression OnChange(params Expression<Func<object?>>[] keySelectors)
    {
        _keys.AddRange(keySelectors);
        return this;
    }
}
