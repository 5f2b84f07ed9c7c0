using EventOps.Model;
using EventOps.Rules.Process.Memory;

namespace EventOps.Rules.Process;

/// <summary>
/// Turns events into facts: what each event changes in what is known, domain by domain. A pure function of the events, so that
/// a replay reaches the same facts.
/// </summary>
public sealed class WorkingMemory(IFactSink facts)
{
    private readonly IMemory[] _domains =
    [
        new VolumeMemory(facts), new AlarmMemory(facts), new ContentionMemory(facts), new SensorMemory(facts), new NetworkMemory(facts), new StorageMemory(facts),
    ];

    /// <summary>Brings the facts up to date with one event.</summary>
    public void Apply(Event e)
    {
        foreach (var domain in _domains)
        {
            domain.Apply(e);
        }
    }
}
