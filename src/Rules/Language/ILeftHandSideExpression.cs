using System.Linq.Expressions;

namespace EventOps.Rules.Language;

/// <summary>The conditions of a rule. Everything said is joined by And, in the order written; every call returns the same list.</summary>
public interface ILeftHandSideExpression
{
    /// <summary>One match for each fact of the type, or of a subtype, that meets all conditions; <paramref name="alias"/> names it from here on.</summary>
    ILeftHandSideExpression Match<TFact>(Expression<Func<TFact>> alias, params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull;

    /// <summary>One match for each fact that meets all conditions, without a name.</summary>
    ILeftHandSideExpression Match<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull;

    /// <summary>Holds when at least one fact meets all conditions.</summary>
    ILeftHandSideExpression Exists<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull;

    /// <summary>Holds when no fact meets all conditions.</summary>
    ILeftHandSideExpression Not<TFact>(params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull;

    /// <summary>Holds when every fact of the type meets the condition, or there is none.</summary>
    ILeftHandSideExpression All<TFact>(Expression<Func<TFact, bool>> condition)
        where TFact : notnull;

    /// <summary>Holds when every fact that meets <paramref name="baseCondition"/> meets the others, or there is none.</summary>
    ILeftHandSideExpression All<TFact>(Expression<Func<TFact, bool>> baseCondition, params Expression<Func<TFact, bool>>[] conditions)
        where TFact : notnull;

    /// <summary>One match for each result of the query.</summary>
    ILeftHandSideExpression Query<TResult>(Expression<Func<TResult>> alias, Func<IQuery, IQuery<TResult>> queryAction)
        where TResult : notnull;

    /// <summary>A group that holds when everything in it does.</summary>
    ILeftHandSideExpression And(Action<ILeftHandSideExpression> builderAction);

    /// <summary>A group of alternatives; each that holds is a match of its own.</summary>
    ILeftHandSideExpression Or(Action<ILeftHandSideExpression> builderAction);

    /// <summary>Names a computed value; it is computed anew when the facts it is made of are updated.</summary>
    ILeftHandSideExpression Let<TResult>(Expression<Func<TResult>> alias, Expression<Func<TResult>> expression)
        where TResult : notnull;

    /// <summary>More conditions on what was matched just before in the same group.</summary>
    ILeftHandSideExpression Having(params Expression<Func<bool>>[] conditions);
}
