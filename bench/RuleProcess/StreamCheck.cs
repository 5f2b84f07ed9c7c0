using System.Globalization;
using EventOps.Bench.Growth;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Bench.RuleProcess;

/// <summary>
/// Whether what was posted, what the journal holds, what rule processes say they dealt with, and what they answered are the same events in
/// the same order.
/// </summary>
internal static class StreamCheck
{
    private static readonly TimeSpan SettleWithin = TimeSpan.FromMinutes(1);

    /// <summary>Waits until the rule process has dealt with all there is.</summary>
    public static async Task SettleAsync(RuleCore core, CancellationToken cancellationToken)
    {
        var last = await core.Inbox.PostAsync(new AlarmCleared("end of the measurement"), "bench", null, cancellationToken);
        for (var waited = TimeSpan.Zero; waited < SettleWithin && core.DealtWith.LastOrDefault().Sequence < last; waited += TimeSpan.FromMilliseconds(100))
        {
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Adds what is wrong, zero wanted of each.</summary>
    public static void Add(Report report, RuleCore core, long posted)
    {
        var verified = JournalVerifier.Verify([core.JournalFolder]);
        var numbers = new List<long>();
        var forRules = new List<long>();
        var swaps = new List<long>();
        var answers = new List<long>();
        foreach (var record in JournalReader.Open(core.JournalFolder).Read())
        {
            if (EventKinds.IsForRules(record.Event))
            {
                forRules.Add(record.Sequence);
            }

            switch (record.Event)
            {
                case RulesLoaded:
                    swaps.Add(record.Sequence);
                    break;

                case AlarmRaised seen when seen.Key.StartsWith("seen:", StringComparison.Ordinal):
                    answers.Add(long.Parse(seen.Message, CultureInfo.InvariantCulture));
                    break;

                case var e when Feed.NumberOf(e) is { } number:
                    numbers.Add(number);
                    break;

                default:
                    break;
            }
        }

        report.Add("faults in the journal", verified.Faults.Count, "", wanted: 0);
        report.Add("events posted", posted, "");
        report.Add("of these lost, doubled or out of order in the journal", Different(numbers, Count(posted)), "", wanted: 0);
        report.Add("rule processes, one after another", core.DealtWith.DistinctBy(d => d.Process).Count(), "");
        report.Add("events that they lost, had twice or out of order, by their position in the log", Misplaced([.. core.DealtWith], forRules, swaps), "", wanted: 0);
        var asked = (posted + Feed.AlarmEach - 1) / Feed.AlarmEach;
        report.Add("alarms that the rules were to answer", asked, "");
        report.Add("of these not answered", asked - answers.Distinct().Count(), "", wanted: 0);
        report.Add("of these answered twice", answers.Count - answers.Distinct().Count(), "", wanted: 0);
        report.Add("of these answered out of order", answers.Zip(answers.Skip(1)).Count(pair => pair.First > pair.Second), "", wanted: 0);
    }

    private static IEnumerable<long> Count(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            yield return i;
        }
    }

    /// <summary>How many places of two sequences differ; what one has more counts too.</summary>
    private static long Different(List<long> found, IEnumerable<long> expected)
    {
        var (same, count) = (0L, 0L);
        foreach (var one in expected)
        {
            same += count < found.Count && found[(int)count] == one ? 1 : 0;
            count++;
        }

        return Math.Max(count, found.Count) - same;
    }

    /// <summary>
    /// Each process begins with the first event after its swap and goes on without a hole. What the one before was sent and had not
    /// answered at the swap is history to the next.
    /// </summary>
    private static long Misplaced(IReadOnlyList<(int Process, long Sequence)> dealtWith, List<long> forRules, List<long> swaps)
    {
        var wrong = 0L;
        var process = 0;
        foreach (var one in dealtWith.GroupBy(d => d.Process))
        {
            var at = forRules.BinarySearch(swaps[process++]);
            at = at < 0 ? ~at : at;
            foreach (var (_, sequence) in one)
            {
                wrong += at < forRules.Count && forRules[at] == sequence ? 0 : 1;
                at++;
            }

            // The next one takes over where this one was, or further on.
            var swap = process < swaps.Count ? swaps[process] : long.MaxValue;
            wrong += at > 0 && forRules[Math.Min(at, forRules.Count) - 1] > swap ? 1 : 0;
            wrong += swap == long.MaxValue && at != forRules.Count ? 1 : 0;
        }

        return wrong;
    }
}
