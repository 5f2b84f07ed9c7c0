using System.Linq.Expressions;

namespace EventOps.Rules.Language;

/// <summary>Services for actions, resolved anew for each firing.</summary>
public interface IDependencyExpression
{
    IDependencyExpression Resolve<TDependency>(Expression<Func<TDependency>> alias);
}
