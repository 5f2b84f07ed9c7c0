using System.Globalization;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Language.Time;

/// <summary>
/// Plays a line of marbles, <c>second:value</c> each, to a rule and tells what it did: <c>+10</c> began to hold at second 10,
/// <c>-30</c> ceased at 30. A marble <c>10:x</c> retracts the gauge; <c>60:</c> only lets time pass.
/// </summary>
public sealed class Marbles
{
    private readonly List<string> _log = [];
    private Session _session;

    public Marbles(Action<ILeftHandSideExpression, GaugeRule> when, RuleRepeatability repeatability = RuleRepeatability.NonRepeatable)
    {
        Rules = () => repeatability == RuleRepeatability.NonRepeatable ? new OnceRule(when, _log) : new EachRule(when, _log);
        _session = Start();
    }

    private Func<Rule> Rules { get; }

    public static string Play(string marbles, Action<ILeftHandSideExpression, GaugeRule> when, RuleRepeatability repeatability = RuleRepeatability.NonRepeatable) =>
        new Marbles(when, repeatability).Play(marbles);

    public string Play(string marbles)
    {
        foreach (var marble in marbles.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (second, value) = (marble.Split(':')[0], marble.Split(':')[1]);
            _session.FireUntil(At(decimal.Parse(second, CultureInfo.InvariantCulture)));
            if (value == "x")
            {
                _session.Retract(new Gauge("g", 0));
            }
            else if (value.Length > 0)
            {
                _session.Upsert(new Gauge("g", int.Parse(value, CultureInfo.InvariantCulture), At(0)));
            }

            _session.Fire();
        }

        var all = string.Join(' ', _log);
        _log.Clear();
        return all;
    }

    /// <summary>A new session takes over, as after a restart: the state, the time, then the facts.</summary>
    public void Restart()
    {
        var (state, facts) = (_session.ExportTimeState(), _session.Query<Gauge>().ToList());
        _session = Start();
        _session.ImportTimeState(state);
        _session.InsertAll(facts);
        _session.Fire();
    }

    // Exact to the tick, which a double of seconds is not.
    private static DateTimeOffset At(decimal second) => DateTimeOffset.UnixEpoch.AddTicks((long)(second * TimeSpan.TicksPerSecond));

    private Session Start() => RuleSet.Of(Rules()).CreateSession();

    [Repeatability(RuleRepeatability.NonRepeatable)]
    private sealed class OnceRule(Action<ILeftHandSideExpression, GaugeRule> when, List<string> log) : GaugeRule(when, log);

    private sealed class EachRule(Action<ILeftHandSideExpression, GaugeRule> when, List<string> log) : GaugeRule(when, log);
}

/// <summary>Notes when it begins to hold and when it ceases.</summary>
public abstract class GaugeRule(Action<ILeftHandSideExpression, GaugeRule> when, List<string> log) : Rule
{
    private readonly List<string> _log = log;

    public override void Define()
    {
        Name("gauge");
        when(When(), this);
        Then().Do(ctx => Note("+", ctx)).Undo(ctx => Note("-", ctx));
    }

    private void Note(string sign, IContext ctx) =>
        _log.Add(sign + (ctx.Now - DateTimeOffset.UnixEpoch).TotalSeconds.ToString(CultureInfo.InvariantCulture));
}
