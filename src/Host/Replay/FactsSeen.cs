using System.Globalization;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>What is known at a place of the journal, in words: the values that conditions see.</summary>
internal sealed class FactsSeen : IFactSink
{
    private readonly WorkingMemory _memory;
    private readonly Dictionary<(Type, string), IFact> _facts = [];

    public FactsSeen() => _memory = new WorkingMemory(this);

    public void See(Event e) => _memory.Apply(e);

    public VolumePolicy? PolicyOf(string volume) => Find<VolumePolicy>(volume);

    /// <summary>The fact of this type and key; null when there is none.</summary>
    public T? Find<T>(string key)
        where T : class, IFact => _facts.GetValueOrDefault((typeof(T), key)) as T;

    public IReadOnlyList<string> About(Intent intent)
    {
        var name = intent is GrowVolume grow ? grow.Volume : intent.Resource[(intent.Resource.LastIndexOf(':') + 1)..];
        return [.. About(name)];
    }

    public IEnumerable<string> About(string name)
    {
        if (_facts.GetValueOrDefault((typeof(Volume), name)) is Volume v)
        {
            yield return $"in use {v.UsedShare}, available {v.Available}, storage {v.DeviceSize}, filling at {v.FillRate}";
            yield return string.Create(CultureInfo.InvariantCulture, $"known {Word(v.IsKnown)}, growing {Word(v.IsGrowing)}, half grown {Word(v.IsHalfGrown)}, read-only {Word(v.IsReadOnly)}, inodes in use {v.InodesUsedShare}");
            if (v.Obstacles.Length > 0)
            {
                yield return "obstacles: " + v.Obstacles;
            }
        }

        if (PolicyOf(name) is { } p)
        {
            yield return $"policy: grow at {p.GrowAt}, or below {p.GrowBelow}, by {p.Step}, up to {p.Ceiling}";
        }
    }

    void IFactSink.Set<T>(T fact) => _facts[(typeof(T), fact.Key)] = fact;

    void IFactSink.Remove<T>(string key) => _facts.Remove((typeof(T), key));

    private static string Word(bool value) => value ? "yes" : "no";
}
