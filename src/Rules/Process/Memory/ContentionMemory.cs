using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>What is fought over with something else, until it has been calm for a while.</summary>
internal sealed class ContentionMemory(IFactSink facts) : IMemory
{
    /// <summary>From the end of the guard's pause. Whoever undoes things each minute is noticed within it.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Contention> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(Event e)
    {
        if (e is ResourceContended contended)
        {
            var contention = new Contention(contended.Resource, contended.Rounds, contended.Until, contended.By);
            _known[contention.Key] = contention;
            facts.Set(contention);
        }
        else if (_known.Count > 0)
        {
            foreach (var over in _known.Values.Where(c => e.At > c.Until + Calm).ToList())
            {
                _known.Remove(over.Key);
                facts.Remove<Contention>(over.Key);
            }
        }
    }
}
