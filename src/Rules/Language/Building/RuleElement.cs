using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>One thing said in When().</summary>
internal abstract record RuleElement;

/// <summary>A fact that is bound.</summary>
internal sealed record PatternElement(Type Type, string Alias, IReadOnlyList<LambdaExpression> Conditions) : RuleElement;

/// <summary>Facts that must, or must not, be there.</summary>
/// <param name="All">Came from All: the last condition stands negated.</param>
internal sealed record QuantifierElement(Type Type, bool Wanted, bool All, IReadOnlyList<LambdaExpression> Conditions) : RuleElement;

internal sealed record QueryElement(Type Type, string Alias, QueryModel Query) : RuleElement;

internal sealed record LetElement(Type Type, string Alias, LambdaExpression Value) : RuleElement;

internal sealed record HavingElement(IReadOnlyList<LambdaExpression> Conditions) : RuleElement;

internal sealed record GroupElement(bool Any, IReadOnlyList<RuleElement> Elements) : RuleElement;
