using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>The facts of one type: what is set and what is taken out again when the whole list is told anew.</summary>
internal sealed class FactTable<T>(IFactSink facts)
    where T : class, IFact
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public void Set(T fact)
    {
        _known.Add(fact.Key);
        facts.Set(fact);
    }

    /// <summary>These are there, and no others.</summary>
    public void Replace(IReadOnlyList<T> all)
    {
        foreach (var gone in _known.Except(all.Select(f => f.Key), StringComparer.Ordinal).ToList())
        {
            _known.Remove(gone);
            facts.Remove<T>(gone);
        }

        foreach (var fact in all)
        {
            Set(fact);
        }
    }
}
