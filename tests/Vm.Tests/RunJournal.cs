using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Vm.Tests;

/// <summary>What one daemon wrote down, in order.</summary>
public sealed class RunJournal
{
    public RunJournal(string folder)
    {
        foreach (var record in JournalReader.Open(folder).Read(new JournalReadOptions { OnFault = fault => Faults.Add($"{fault}") }))
        {
            Events.Add(record.Event);
        }
    }

    public List<Event> Events { get; } = [];

    public List<string> Faults { get; } = [];

    public IReadOnlyList<T> All<T>()
        where T : Event => [.. Events.OfType<T>()];

    public IReadOnlyList<ActionFinished> GrowthsOf(string volume) =>
        [.. All<ActionFinished>().Where(a => a.Intent is GrowVolume grow && grow.Volume == volume)];

    public IReadOnlyList<AlarmRaised> Alarms(string key) => [.. All<AlarmRaised>().Where(a => a.Key == key)];

    /// <summary>The steps of an action that was carried out.</summary>
    public IReadOnlyList<StepFinished> StepsOf(ActionFinished action) =>
        [.. All<StepFinished>().Where(s => s.IntentSequence == action.IntentSequence)];
}
