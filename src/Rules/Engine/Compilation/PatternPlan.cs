using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>The facts of a type that meet conditions on themselves alone.</summary>
internal sealed class PatternPlan(Type type, IReadOnlyList<LambdaExpression> terms, IReadOnlyList<string> texts)
{
    private Func<object, bool>? _full;

    public Type Type => type;

    /// <summary>Each takes the fact as the pattern's type.</summary>
    public IReadOnlyList<LambdaExpression> Terms => terms;

    public IReadOnlyList<string> Texts => texts;

    /// <summary>Its place among all patterns of the rule set; in load order, so that order of activation follows it.</summary>
    public int Id { get; set; }

    public RulePlan Rule { get; set; } = null!;

    public IRuleWatch? Watch { get; set; }

    public int Slot { get; init; }

    /// <summary>A branch that is nothing but this pattern: its matches need no objects.</summary>
    public bool IsSingle { get; set; }

    public int Branch { get; set; }

    public int Input { get; set; } = -1;

    /// <summary>All terms, in written order.</summary>
    public Func<object, bool> Full => _full ??= Compile(terms) ?? (static _ => true);

    /// <summary>One delegate for some of the terms; null when there is none.</summary>
    public Func<object, bool>? Compile(IReadOnlyCollection<LambdaExpression> some)
    {
        if (some.Count == 0)
        {
            return null;
        }

        var fact = Expression.Parameter(typeof(object), "fact");
        var typed = Expression.Variable(some.First().Parameters[0].Type, "typed");
        var body = some.Select(t => new Language.Building.ParameterSwap(t.Parameters[0], typed).Visit(t.Body)).Aggregate(Expression.AndAlso);
        var block = Expression.Block([typed], [.. Told(), Expression.Assign(typed, Scope.As(fact, typed.Type)), body]);
        return Expression.Lambda<Func<object, bool>>(block, fact).Compile();
    }

    private IEnumerable<Expression> Told() =>
        Watch is null ? [] : [Expression.Call(Expression.Constant(Watch, typeof(IRuleWatch)), nameof(IRuleWatch.Begins), null, Expression.Constant(Rule.Order))];
}
