using System.Globalization;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>Where the time of our growths went, from the journal's own clock.</summary>
internal static class Breakdown
{
    public static void Print(string folder)
    {
        var growths = new List<Dictionary<string, double>>();
        var (sampled, names) = (0L, new List<string>());
        Dictionary<string, double>? now = null;
        var last = 0L;
        foreach (var record in JournalReader.Open(folder).Read(new JournalReadOptions { OnFault = _ => { } }))
        {
            switch (record.Event)
            {
                case VolumeSampled when now is null:
                    sampled = record.MonotonicNanoseconds;
                    break;
                case IntentProposed { Intent: GrowVolume } when now is null:
                    growths.Add(now = []);
                    last = sampled;
                    Until("sampled to decided");
                    break;
                case ActionStarted:
                    Until("decided to checked");
                    break;
                case StepStarted { Step: 1 }:
                    Until("durable in the journal");
                    break;
                case StepFinished { Step: 1 }:
                    Until("storage extended");
                    break;
                case StepFinished { Step: 2 }:
                    Until("filesystem grown");
                    break;
                case ActionFinished { Intent: GrowVolume }:
                    now = null;
                    break;
                default:
                    break;
            }

            void Until(string name)
            {
                if (now is not null)
                {
                    now[name] = (record.MonotonicNanoseconds - last) / 1e6;
                    last = record.MonotonicNanoseconds;
                    if (!names.Contains(name))
                    {
                        names.Add(name);
                    }
                }
            }
        }

        Console.WriteLine("of which, by the journal (medians):");
        foreach (var name in names)
        {
            var median = Summary.Median(growths.Skip(1).Where(g => g.ContainsKey(name)).Select(g => g[name]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-24}{median,7:f1} ms"));
        }
    }
}
