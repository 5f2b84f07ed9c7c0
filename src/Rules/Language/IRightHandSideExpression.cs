using System.Linq.Expressions;

namespace EventOps.Rules.Language;

/// <summary>The actions of a rule, run in the order written.</summary>
public interface IRightHandSideExpression
{
    IRightHandSideExpression Action(Expression<Action<IContext>> action, ActionTrigger actionTrigger);

    /// <summary>Runs when the match appears or is updated.</summary>
    IRightHandSideExpression Do(Expression<Action<IContext>> action);

    /// <summary>Runs when a match that had fired disappears.</summary>
    IRightHandSideExpression Undo(Expression<Action<IContext>> action);

    /// <summary>A fact that stands as long as the match does, made anew when the match is updated.</summary>
    IRightHandSideExpression Yield<TFact>(Expression<Func<IContext, TFact>> yield)
        where TFact : notnull;

    /// <summary>A fact that stands as long as the match does; an update of the match makes it from the one before.</summary>
    IRightHandSideExpression Yield<TFact>(Expression<Func<IContext, TFact>> yieldInsert, Expression<Func<IContext, TFact, TFact>> yieldUpdate)
        where TFact : notnull;
}
