using EventOps.Model;
using EventOps.Rules.Engine;

namespace EventOps.Rules.Process;

/// <summary>Facts by type and key, in a session of the engine.</summary>
internal sealed class SessionFacts(Session session) : IFactSink
{
    private readonly Dictionary<(Type, string), object> _known = [];

    public Session Session => session;

    public void Set<T>(T fact)
        where T : class, IFact
    {
        _known[(typeof(T), fact.Key)] = fact;
        session.Upsert(fact);
    }

    public void Remove<T>(string key)
        where T : class, IFact
    {
        if (_known.Remove((typeof(T), key), out var fact))
        {
            session.Retract(fact);
        }
    }
}
