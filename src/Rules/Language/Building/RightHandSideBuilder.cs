using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

internal sealed class RightHandSideBuilder : IRightHandSideExpression
{
    private const ActionTrigger Firing = ActionTrigger.Activated | ActionTrigger.Reactivated;
    private readonly List<ActionElement> _actions = [];

    public IReadOnlyList<ActionElement> Actions => _actions;

    public IRightHandSideExpression Action(Expression<Action<IContext>> action, ActionTrigger actionTrigger) =>
        Add(new ActionElement(action, actionTrigger));

    public IRightHandSideExpression Do(Expression<Action<IContext>> action) => Add(new ActionElement(action, Firing));

    public IRightHandSideExpression Undo(Expression<Action<IContext>> action) => Add(new ActionElement(action, ActionTrigger.Deactivated));

    public IRightHandSideExpression Yield<TFact>(Expression<Func<IContext, TFact>> yield)
        where TFact : notnull => Add(new ActionElement(yield, Firing, typeof(TFact)));

    public IRightHandSideExpression Yield<TFact>(Expression<Func<IContext, TFact>> yieldInsert, Expression<Func<IContext, TFact, TFact>> yieldUpdate)
        where TFact : notnull => Add(new ActionElement(yieldInsert, Firing, typeof(TFact), yieldUpdate));

    private RightHandSideBuilder Add(ActionElement action)
    {
        _actions.Add(action);
        return this;
    }
}
