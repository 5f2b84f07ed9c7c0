using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Engine;

public sealed class FirstSteps
{
    private readonly List<Intent> _intents = [];

    [Fact]
    public void A_rule_acts_on_the_fact_it_matches()
    {
        var session = RuleSet.Of(new RaiseOnFilling()).CreateSession(new SessionOptions { Intents = new Sink(_intents) });
        session.Insert(new Alarm("a", Severity.Warning, "quiet", default));
        session.Insert(new Alarm("b", Severity.Critical, "loud", default));
        session.Fire();
        Assert.Equal([new ClearAlarm("b", "loud")], _intents);
    }

    private sealed class RaiseOnFilling : Rule
    {
        public override void Define()
        {
            Alarm alarm = default!;
            When().Match(() => alarm, a => a.Severity == Severity.Critical);
            Then().Do(ctx => ctx.Act(new ClearAlarm(alarm.Key, alarm.Message)));
        }
    }

    private sealed class Sink(List<Intent> intents) : IIntentSink
    {
        public void Accept(Intent intent, IMatch match) => intents.Add(intent);
    }
}
