using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>Gathers what a rule's Define says.</summary>
internal sealed class RuleBuilder
{
    private readonly List<RuleElement> _elements = [];

    public RuleBuilder(string rule)
    {
        LeftHandSide = new LeftHandSideBuilder(rule, _elements);
        RightHandSide = new RightHandSideBuilder();
        Filters = new FilterBuilder();
        Dependencies = new DependencyBuilder();
    }

    public string? Name { get; set; }

    public int? Priority { get; set; }

    public LeftHandSideBuilder LeftHandSide { get; }

    public RightHandSideBuilder RightHandSide { get; }

    public FilterBuilder Filters { get; }

    public DependencyBuilder Dependencies { get; }

    public IReadOnlyList<RuleElement> Elements => _elements;

    public static string AliasOf(LambdaExpression alias) =>
        alias.Body is MemberExpression member
            ? member.Member.Name
            : throw new ArgumentException($"'{alias.Body}' is not a variable; write () => name with a local variable of Define");
}
