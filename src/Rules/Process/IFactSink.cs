using EventOps.Model;

namespace EventOps.Rules.Process;

/// <summary>Where facts go: the session of the engine.</summary>
public interface IFactSink
{
    /// <summary>Puts a fact in, or in the place of the one of the same type and key.</summary>
    void Set<T>(T fact)
        where T : class, IFact;

    /// <summary>Takes a fact out; nothing happens when there is none.</summary>
    void Remove<T>(string key)
        where T : class, IFact;
}
