using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

internal sealed class DependencyBuilder : IDependencyExpression
{
    private readonly List<(string Alias, Type Type)> _dependencies = [];

    public IReadOnlyList<(string Alias, Type Type)> Dependencies => _dependencies;

    public IDependencyExpression Resolve<TDependency>(Expression<Func<TDependency>> alias)
    {
        _dependencies.Add((RuleBuilder.AliasOf(alias), typeof(TDependency)));
        return this;
    }
}
