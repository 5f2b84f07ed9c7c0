using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>The facts of one domain, and what each event changes in them: a pure function of the events.</summary>
internal interface IMemory
{
    /// <summary>Brings the facts up to date with one event; most events concern other domains.</summary>
    void Apply(Event e);
}
