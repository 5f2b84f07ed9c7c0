using EventOps.Model;
using EventOps.Rules.Engine;

namespace EventOps.Rules.Process;

/// <summary>Facts by type and key, in a session of the engine.</summary>
internal sealed class SessionFacts(Session session) : IFactSink
{
    private readonly Dictionary<(Type, string), object> _known = [];
    private HashSet<Type>? _touched;

    public Session Session => session;

    /// <returns>Types of the facts that came, changed or went since it was asked last; kept from the first question on.</returns>
    public IReadOnlySet<Type> TakeTouched()
    {
        var touched = _touched ?? [];
        _touched = [];
        return touched;
    }

    public void Set<T>(T fact)
        where T : class, IFact
    {
        _known[(typeof(T), fact.Key)] = fact;
        _touched?.Add(typeof(T));
        session.Upsert(fact);
    }

    public void Remove<T>(string key)
        where T : class, IFact
    {
        if (_known.Remove((typeof(T), key), out var fact))
        {
            _touched?.Add(typeof(T));
            session.Retract(fact);
        }
    }
}
