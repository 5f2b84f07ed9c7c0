using System.Linq.Expressions;
using EventOps.Rules.Language;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Compiles one rule.</summary>
internal static class RuleCompiler
{
    /// <exception cref="RuleDefinitionException">The rule cannot be compiled; the message says what and where.</exception>
    public static RulePlan Compile(RuleDefinition definition)
    {
        try
        {
            return CompileCore(definition);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new RuleDefinitionException(definition.Name, e.Message, e);
        }
    }

    private static RulePlan CompileCore(RuleDefinition definition)
    {
        var scope = new Scope();
        var branches = Alternatives.Of(definition.Elements).Select(b => new BranchCompiler(scope, definition.Name).Compile(b)).ToList();
        var dependencies = definition.Dependencies.Select(d => new DependencyPlan(scope.Declare(d.Alias, d.Type), d.Type)).ToList();
        var actions = definition.Actions.Select(a => CompileAction(scope, a)).ToList();
        var plan = new RulePlan
        {
            Definition = definition,
            Branches = branches,
            Actions = actions,
            Dependencies = dependencies,
            Filter = CompileFilter(scope, definition),
            SlotCount = scope.Count,
            SlotNames = scope.Names(),
        };
        Connect(plan);
        return plan;
    }

    private static void Connect(RulePlan plan)
    {
        const ActionTrigger Firing = ActionTrigger.Activated | ActionTrigger.Reactivated;
        var plain = plan.Filter is null && plan.Actions.All(a => a.Run is not null && a.Trigger == Firing);
        for (var b = 0; b < plan.Branches.Count; b++)
        {
            var branch = plan.Branches[b];
            foreach (var input in branch.Inputs.Where(i => i.Pattern is not null))
            {
                input.Pattern!.Rule = plan;
                input.Pattern.Branch = b;
                input.Pattern.Input = input.Id;
                input.Pattern.IsSingle = plain && branch.Late.Count == 0 && branch.Inputs.Count == 1 && branch.Join.Inputs.Count == 1
                    && branch.Join.FullTest is null && branch.Join.Quantifiers.Count == 0;
            }
        }
    }

    private static FilterPlan? CompileFilter(Scope scope, RuleDefinition definition)
    {
        if (definition.FilterPredicates.Count == 0 && definition.FilterKeys.Count == 0)
        {
            return null;
        }

        var where = definition.FilterPredicates.Select(p => new SlotRewriter(scope, inlineLets: false).Visit(p.Body)).ToList();
        return new FilterPlan(
            where.Count == 0 ? null : Expression.Lambda<Func<object?[], bool>>(where.Aggregate(Expression.AndAlso), Scope.Values).CompileLazily(),
            [.. definition.FilterKeys.Select(k => BranchCompiler.Getter(new SlotRewriter(scope, inlineLets: false).Visit(k.Body)))]);
    }

    private static ActionPlan CompileAction(Scope scope, ActionElement action)
    {
        var context = Expression.Parameter(typeof(IContext), "ctx");
        Expression Body(LambdaExpression lambda) =>
            new SlotRewriter(scope, inlineLets: false).Let(lambda.Parameters[0], context).Visit(lambda.Body);

        if (action.Yields is null)
        {
            return new ActionPlan(action.Trigger, Expression.Lambda<Action<IContext, object?[]>>(Body(action.Body), context, Scope.Values).CompileLazily(), null, null);
        }

        var make = Expression.Lambda<Func<IContext, object?[], object>>(Expression.Convert(Body(action.Body), typeof(object)), context, Scope.Values).CompileLazily();
        if (action.Update is null)
        {
            return new ActionPlan(action.Trigger, null, make, null);
        }

        var old = Expression.Parameter(typeof(object), "old");
        var body = new Language.Building.ParameterSwap(action.Update.Parameters[1], Scope.As(old, action.Yields)).Visit(Body(action.Update));
        var update = Expression.Lambda<Func<IContext, object?[], object, object>>(Expression.Convert(body, typeof(object)), context, Scope.Values, old).CompileLazily();
        return new ActionPlan(action.Trigger, null, make, update);
    }
}
