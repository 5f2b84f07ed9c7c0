using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

internal sealed class LeftHandSideBuilder(string rule, List<RuleElement> elements) : ILeftHandSideExpression
{
    public string Rule => rule;

    public ILeftHandSideExpression Match<TFact>(Expression<Func<TFact>> alias, params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull => Add(new PatternElement(typeof(TFact), RuleBuilder.AliasOf(alias), conditions));

    public ILeftHandSideExpression Match<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull => Add(new PatternElement(typeof(TFact), "", conditions));

    public ILeftHandSideExpression Exists<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull => Add(new QuantifierElement(typeof(TFact), Wanted: true, All: false, conditions));

    public ILeftHandSideExpression Not<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull => Add(new QuantifierElement(typeof(TFact), Wanted: false, All: false, conditions));

    public ILeftHandSideExpression All<TFact>(Expression<Func<TFact, bool>> condition)
        where TFact : notnull => All<TFact>(_ => true, condition);

    public ILeftHandSideExpression All<TFact>(Expression<Func<TFact, bool>> baseCondition, params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull
    {
        if (conditions.Length == 0)
        {
            return Add(new QuantifierElement(typeof(TFact), Wanted: false, All: true, [Negate<TFact>([baseCondition])]));
        }

        return Add(new QuantifierElement(typeof(TFact), Wanted: false, All: true, [baseCondition, Negate(conditions)]));
    }

    public ILeftHandSideExpression Query<TResult>(Expression<Func<TResult>> alias, Func<IQuery, IQuery<TResult>> queryAction)
        where TResult : notnull
    {
        var query = (IQueryExpression)queryAction(QueryStart.Instance);
        return Add(new QueryElement(typeof(TResult), RuleBuilder.AliasOf(alias), query.Model));
    }

    public ILeftHandSideExpression And(Action<ILeftHandSideExpression> builderAction) => Group(any: false, builderAction);

    public ILeftHandSideExpression Or(Action<ILeftHandSideExpression> builderAction) => Group(any: true, builderAction);

    public ILeftHandSideExpression Let<TResult>(Expression<Func<TResult>> alias, Expression<Func<TResult>> expression)
        where TResult : notnull => Add(new LetElement(typeof(TResult), RuleBuilder.AliasOf(alias), expression));

    public ILeftHandSideExpression Having(params Expression<Func<bool>>[] conditions)
    {
        if (!elements.Exists(e => e is PatternElement or QueryElement or LetElement))
        {
            throw new ArgumentException("Having needs a Match or Query before it in the same group; put it after the one it is about");
        }

        return Add(new HavingElement(conditions));
    }

    internal ILeftHandSideExpression Add(RuleElement element)
    {
        elements.Add(element);
        return this;
    }

    private static Expression<Func<TFact, bool>> Negate<TFact>(Expression<Func<TFact, bool>>[] conditions)
    {
        var fact = conditions[0].Parameters[0];
        var all = conditions
            .Select(c => new ParameterSwap(c.Parameters[0], fact).Visit(c.Body))
            .Aggregate(Expression.AndAlso);
        return Expression.Lambda<Func<TFact, bool>>(Expression.Not(all), fact);
    }

    private LeftHandSideBuilder Group(bool any, Action<ILeftHandSideExpression> builderAction)
    {
        List<RuleElement> inner = [];
        builderAction(new LeftHandSideBuilder(rule, inner));
        if (inner.Count == 0)
        {
            throw new ArgumentException($"an empty {(any ? "Or" : "And")} group; put at least one condition in it or remove it");
        }

        elements.Add(new GroupElement(any, inner));
        return this;
    }
}
