using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>One thing said in Then(): an action, or a fact to yield.</summary>
/// <param name="Update">For a yield: makes the next value from the one before.</param>
/// <param name="Yields">The type of the fact it yields; null for an action.</param>
internal sealed record ActionElement(LambdaExpression Body, ActionTrigger Trigger, Type? Yields = null, LambdaExpression? Update = null);
