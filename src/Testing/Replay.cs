using System.Text;
using EventOps.Journal;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Testing;

/// <summary>Replays a log under rules: <c>Replay.Of&lt;GrowVolumeBeforeItFills&gt;(lines)</c>.</summary>
public static class Replay
{
    /// <summary>Rules decide on the events of a log, one JSON object a line; hashes are not asked for, so that a test may write it by hand.</summary>
    /// <exception cref="RuleTestException">The log cannot be read; or a rule threw.</exception>
    public static ReplayResult Of<TRule>(string jsonLines)
        where TRule : Rule, new() => Of(RuleSet.Of(new TRule()), jsonLines);

    /// <summary>As above, under several rules.</summary>
    /// <exception cref="RuleTestException">The log cannot be read; or a rule threw.</exception>
    public static ReplayResult Of(RuleSet rules, string jsonLines)
    {
        ArgumentNullException.ThrowIfNull(jsonLines);
        var source = new JournalSource("the log", () => new MemoryStream(Encoding.UTF8.GetBytes(jsonLines)));
        return Of(rules, JournalReader.Open([source]), new JournalReadOptions { CheckHashes = false });
    }

    /// <summary>Replays a journal's folder or files, its hashes checked.</summary>
    /// <exception cref="RuleTestException">The journal is damaged; or a rule threw.</exception>
    public static ReplayResult OfJournal(RuleSet rules, params string[] paths) => Of(rules, JournalReader.Open(paths), new JournalReadOptions());

    private static ReplayResult Of(RuleSet rules, JournalReader reader, JournalReadOptions options)
    {
        RuleRun? run = null;
        var events = 0L;
        try
        {
            foreach (var record in reader.Read(options))
            {
                run ??= new RuleRun(rules, record.At);
                if (Model.EventKinds.IsForRules(record.Event))
                {
                    run.See(record.Event, record.Sequence);
                    events++;
                }
            }
        }
        catch (JournalFaultException e)
        {
            throw new RuleTestException(e.Message);
        }

        return new ReplayResult(events, run?.Intents ?? []);
    }
}
