using System.Linq.Expressions;

namespace EventOps.Rules.Language;

/// <summary>Decides which matches are put on the agenda: all Where predicates hold, and at least one OnChange key has changed.</summary>
public interface IFilterExpression
{
    IFilterExpression Where(params Expression<Func<bool>>[] predicates);

    /// <summary>Fires only when one of these values differs from what it was the last time; the first time counts as a change.</summary>
    IFilterExpression OnChange(params Expression<Func<object?>>[] keySelectors);
}
