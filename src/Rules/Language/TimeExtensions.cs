using System.Linq.Expressions;
using System.Numerics;
using EventOps.Model;
using EventOps.Rules.Engine.Time;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Language;

/// <summary>
/// Conditions over time. They judge the match as it stands at their place, one by one for each combination of facts, on the event
/// stream's time only. What they remember survives reload and restart.
/// </summary>
public static class TimeExtensions
{
    /// <summary>
    /// Holds from the moment the value reaches <paramref name="raise"/> until it falls below <paramref name="clear"/>. With a clear
    /// level above the raise level it is turned around: from falling to <paramref name="raise"/> until rising above <paramref name="clear"/>.
    /// </summary>
    public static ILeftHandSideExpression Level<T>(this ILeftHandSideExpression when, Expression<Func<T>> value, T raise, T clear)
        where T : IComparable<T> =>
        Add(when, $"level({raise}, {clear})", [value], c => new LevelOperator<T>(c.Getter<T>(value), raise, clear));

    /// <summary>Holds once the condition has held without a break for the time; from exactly that moment on.</summary>
    public static ILeftHandSideExpression HeldFor(this ILeftHandSideExpression when, TimeSpan time, Expression<Func<bool>> condition) =>
        Add(when, $"held-for({Duration.Format(time)})", [condition], c => new HeldForOperator(c.Getter<bool>(condition), time));

    /// <summary>Holds once the match has stood for the time without a break.</summary>
    public static ILeftHandSideExpression HeldFor(this ILeftHandSideExpression when, TimeSpan time) => when.HeldFor(time, () => true);

    /// <summary>Holds while the condition held at <paramref name="count"/> or more of the last <paramref name="ofLast"/> times that its facts were seen.</summary>
    public static ILeftHandSideExpression AtLeast(this ILeftHandSideExpression when, int count, int ofLast, Expression<Func<bool>> condition)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ofLast, count);
        return Add(when, $"at-least({count} of {ofLast})", [condition], c => new AtLeastOperator(c.Getter<bool>(condition), count, ofLast));
    }

    /// <summary>Holds once none of the match's facts has been seen for the time, changed or not; from exactly that moment on.</summary>
    public static ILeftHandSideExpression AbsentFor(this ILeftHandSideExpression when, TimeSpan time) =>
        Add(when, $"absent-for({Duration.Format(time)})", [], _ => new QuietOperator(time, changesOnly: false));

    /// <summary>Holds once the moment that a fact tells lies the time back, such as a last handshake; never when it tells none.</summary>
    public static ILeftHandSideExpression AbsentFor(this ILeftHandSideExpression when, TimeSpan time, Expression<Func<DateTimeOffset?>> since) =>
        Add(when, $"absent-for({Duration.Format(time)})", [since], c => new SinceOperator(c.Getter<DateTimeOffset?>(since), time));

    /// <summary>Holds once the match's facts have not changed for the time; being seen unchanged doesn't matter.</summary>
    public static ILeftHandSideExpression Settle(this ILeftHandSideExpression when, TimeSpan time) =>
        Add(when, $"settle({Duration.Format(time)})", [], _ => new QuietOperator(time, changesOnly: true));

    /// <summary>
    /// Holds when the steps came true one after another, the last at most <paramref name="within"/> after the first, until the
    /// facts are seen again. A step may take part once; one sighting can serve one step only.
    /// </summary>
    public static ILeftHandSideExpression Sequence(this ILeftHandSideExpression when, TimeSpan within, params Expression<Func<bool>>[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps.Length, 2, nameof(steps));
        return Add(when, $"sequence({steps.Length} within {Duration.Format(within)})", steps, c => new SequenceOperator([.. steps.Select(c.Getter<bool>)], within));
    }

    /// <summary>Names how fast a number grows, in units a second over the window; 0 until it was seen twice.</summary>
    public static ILeftHandSideExpression Rate<T>(this ILeftHandSideExpression when, Expression<Func<double>> alias, Expression<Func<T>> value, TimeSpan over)
        where T : INumber<T> =>
        Add(when, $"rate({Duration.Format(over)})", [value], c => new RateOperator(c.Number<T>(value), over), alias);

    /// <summary>Names the sum of all the numbers seen within the window; one that is exactly the window old is out.</summary>
    public static ILeftHandSideExpression Accumulate<T>(this ILeftHandSideExpression when, Expression<Func<double>> alias, Expression<Func<T>> value, TimeSpan over)
        where T : INumber<T> =>
        Add(when, $"accumulate({Duration.Format(over)})", [value], c => new AccumulateOperator(c.Number<T>(value), over), alias);

    /// <summary>
    /// Fires at most once within the window for the same facts; what comes in between is let go, not kept. The match itself stands.
    /// Remembered when the match goes and comes back.
    /// </summary>
    public static ILeftHandSideExpression OnceWithin(this ILeftHandSideExpression when, TimeSpan window) =>
        Add(when, $"once-within({Duration.Format(window)})", [], _ => new OnceWithinOperator(window));

    private static ILeftHandSideExpression Add(
        ILeftHandSideExpression when, string text, IReadOnlyList<LambdaExpression> reads, Func<ITimeCompiler, TimeOperator> make, Expression<Func<double>>? alias = null)
    {
        if (when is not LeftHandSideBuilder builder)
        {
            throw new NotSupportedException($"{text} is a word of EventOps; this rule is being defined by another engine");
        }

        return builder.Add(new TimeElement(text, reads, make, alias is null ? "" : RuleBuilder.AliasOf(alias)));
    }
}
