using System.Text.Json;
using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Process;

/// <summary>
/// Fires freshly loaded rules once on a made-up volume that is over its threshold, in a session of its own, and throws away what they
/// want. The first real crossing then finds their code compiled, which else takes longer than the growth itself.
/// </summary>
internal sealed class RuleRehearsal : IIntentSink
{
    private const string Name = "/rehearsal";
    private static readonly Bytes Size = Bytes.FromGiB(1);
    private static readonly Bytes Left = Bytes.FromMiB(100);

    private RuleRehearsal()
    {
    }

    public static void Run(RuleSet rules)
    {
        try
        {
            var facts = new SessionFacts(rules.CreateSession(new SessionOptions { Intents = new RuleRehearsal() }));
            var memory = new WorkingMemory(facts);
            foreach (var e in Events())
            {
                memory.Apply(e);
                facts.Session.Fire();
            }

            // Asked for once a minute: the first time must not hold up events for the tens of milliseconds that it takes.
            facts.Session.ExportTimeState();
        }
        catch (Exception)
        {
            // A rule that fails here fails again where it counts, and is reported then.
        }
    }

    void IIntentSink.Accept(Intent intent, IMatch match) =>
        JsonSerializer.SerializeToUtf8Bytes(new IntentProposed(intent, match.Rule.Name, "", 0), EventJson.Default.IntentProposed);

    private static Event[] Events() =>
    [
        new SettingsLoaded("", "", ActingMode.Observe, [new VolumePolicy { Volume = Name, MountPoint = Name, Ceiling = Size * 2 }]),
        new VolumeFound(Name, Name, "rehearsal", "xfs", VolumeKind.Image, Name),
        new VolumeSampled(Name, Size, Left, Left, 1000, 900, Size, Size, new ByteRate(1 << 20), new ByteRate(1 << 20), false, TimeSpan.FromSeconds(100)),
    ];
}
