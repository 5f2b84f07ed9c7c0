using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

internal sealed class SimpleContext(Session session, SimpleRule rule, object?[] values) : IContext, IMatch
{
    public IRuleDefinition Rule => rule.Definition;

    public IMatch Match => this;

    public IEnumerable<IFactMatch> Facts => [];

    public MatchTrigger Trigger => MatchTrigger.Created;

    public CancellationToken CancellationToken => default;

    public DateTimeOffset Now => session.Now;

    public object?[] Values => values;

    public void Halt() => session.Halt();

    public void Insert(object fact) => session.Insert(fact);

    public void InsertAll(IEnumerable<object> facts) => facts.ToList().ForEach(session.Insert);

    public bool TryInsert(object fact) => session.TryInsert(fact);

    public void Update(object fact) => session.Update(fact);

    public void UpdateAll(IEnumerable<object> facts) => facts.ToList().ForEach(session.Update);

    public bool TryUpdate(object fact) => session.TryUpdate(fact);

    public void Retract(object fact) => session.Retract(fact);

    public void RetractAll(IEnumerable<object> facts) => facts.ToList().ForEach(session.Retract);

    public bool TryRetract(object fact) => session.TryRetract(fact);

    public IEnumerable<object> GetLinkedKeys() => [];

    public object? GetLinked(object key) => null;

    public void InsertLinked(object key, object fact) => session.Insert(fact);

    public void InsertAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => InsertAll(keyedFacts.Select(p => p.Value));

    public void UpdateLinked(object key, object fact) => session.Update(fact);

    public void UpdateAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => UpdateAll(keyedFacts.Select(p => p.Value));

    public void RetractLinked(object key, object fact) => session.Retract(fact);

    public void RetractAllLinked(IEnumerable<KeyValuePair<object, object>> keyedFacts) => RetractAll(keyedFacts.Select(p => p.Value));

    public object Resolve(Type serviceType) =>
        session.Options.Intents is { } intents && serviceType == typeof(IIntentSink) ? intents
        : session.Options.Services?.Invoke(serviceType) ?? throw new InvalidOperationException($"Resolve: no service {serviceType}");
}
