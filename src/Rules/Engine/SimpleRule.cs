using System.Linq.Expressions;
using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Language;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine;

internal sealed class SimpleRule
{
    private readonly List<(Type Type, Func<object?[], bool> Holds)> _patterns = [];
    private readonly List<Action<IContext, object?[]>> _actions = [];

    public SimpleRule(RuleDefinition definition)
    {
        Definition = definition;
        var scope = new Scope();
        foreach (var pattern in definition.Elements.OfType<PatternElement>())
        {
            var self = Scope.Read(scope.Declare(pattern.Alias, pattern.Type), pattern.Type);
            var all = pattern.Conditions.Select(c => new SlotRewriter(scope).Rewrite(c, self)).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);
            _patterns.Add((pattern.Type, Expression.Lambda<Func<object?[], bool>>(all, Scope.Values).Compile()));
        }

        foreach (var action in definition.Actions)
        {
            var context = Expression.Parameter(typeof(IContext));
            var body = new SlotRewriter(scope).Rewrite(action.Body, context);
            _actions.Add(Expression.Lambda<Action<IContext, object?[]>>(body, context, Scope.Values).Compile());
        }
    }

    public RuleDefinition Definition { get; }

    public List<object?[]> Ready { get; } = [];

    public void Run(IContext context, object?[] match) => _actions.ForEach(a => a(context, match));

    public void Match(object[] facts, object changed) => Match(facts, changed, new object?[_patterns.Count], 0);

    private void Match(object[] facts, object changed, object?[] values, int depth)
    {
        if (depth == values.Length)
        {
            if (values.Contains(changed))
            {
                Ready.Add([.. values]);
            }

            return;
        }

        foreach (var fact in facts.Where(_patterns[depth].Type.IsInstanceOfType))
        {
            values[depth] = fact;
            if (_patterns[depth].Holds(values))
            {
                Match(facts, changed, values, depth + 1);
            }
        }
    }
}
