using System.Linq.Expressions;
using EventOps.Rules.Engine.Time;

namespace EventOps.Rules.Language.Building;

/// <summary>A condition over time, or a value computed over time when it has an alias.</summary>
/// <param name="Text">Its words and numbers: state is kept only for the same text.</param>
internal sealed record TimeElement(string Text, IReadOnlyList<LambdaExpression> Reads, Func<ITimeCompiler, TimeOperator> Make, string Alias) : RuleElement;
