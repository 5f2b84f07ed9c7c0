using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventOps.Journal;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>
/// The process that replays: as confined as the one that runs rules live, since it runs the same rules. The journal comes in
/// over a socket, decisions go out, and nothing else.
/// </summary>
internal static class ReplayProcess
{
    /// <param name="pages">Files of the pages that tell which rule runs, one for each rule set; opened before the process gives up its rights.</param>
    public static async Task<int> RunAsync(uint user, uint group, int parent, IReadOnlyList<string> pages)
    {
        var running = pages.Select(RunningRule.Open).ToList();
        using var socket = SocketPair.Inherited();
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        try
        {
            Confinement.Apply(new ConfinementOptions { User = user, Group = group, Parent = parent });
        }
        catch (ConfinementException e)
        {
            ReplayFrames.Write(stream, ReplayFrames.Failed, Encoding.UTF8.GetBytes($"the replay process cannot confine itself: {e.Message}"));
            return ExitCodes.NoPermission;
        }

        using var answers = new ReplayAnswers(stream);
        try
        {
            await ReplayAsync(stream, answers, running);
            return ExitCodes.Success;
        }
        catch (ReplayException e)
        {
            answers.Fail(e.Message);
            return ExitCodes.BadData;
        }
    }

    private static async Task ReplayAsync(Stream stream, ReplayAnswers answers, List<RunningRule> running)
    {
        var served = new ServedJournal(stream);
        served.Next(out var content);
        var request = JsonSerializer.Deserialize(content.Span, ReplayJson.Default.ReplayRequest) ?? throw new ReplayException("an empty request");
        var supervisions = request.Rules.Zip(running, (rules, page) => (rules, page)).Select((r, set) => new RuleSupervision(
            r.rules,
            r.page,
            names => answers.WriteNow(ReplayFrames.Rules, new ReplayedRuleNames(set, names), ReplayJson.Default.ReplayedRuleNames),
            answers.Fail)).ToList();
        if (request.Rules.Count == 1)
        {
            await CompareAsync(request, served, answers, supervisions[0]);
        }
        else
        {
            Diff(request, served, answers, supervisions);
        }

        answers.Flush();
        supervisions.ForEach(s => s.Dispose());
    }

    private static async Task CompareAsync(ReplayRequest request, ServedJournal served, ReplayAnswers answers, RuleSupervision supervision)
    {
        var comparison = new ReplayComparison(
            new ReplayRules(request.Rules[0], supervision.Running),
            request.Range,
            d => answers.Write(ReplayFrames.Decision, d, ReplayJson.Default.ReplayDecision),
            request.IsCovering,
            supervision);
        var pace = new Pace(request.Speed);
        foreach (var (record, isStanding) in StandingPrefix.Mark(Read(request, served, answers)))
        {
            if (isStanding)
            {
                comparison.Remember(record);
                continue;
            }

            if (pace.Wait(record.At) is { } wait)
            {
                answers.Flush();
                await Task.Delay(wait);
            }

            comparison.Take(record);
        }

        answers.Write(ReplayFrames.Report, comparison.Finish(), ReplayJson.Default.ReplayReport);
    }

    private static void Diff(ReplayRequest request, ServedJournal served, ReplayAnswers answers, List<RuleSupervision> supervisions)
    {
        var recorded = new RecordedIntents();
        foreach (var record in Read(request, served, answers))
        {
            recorded.See(record);
        }

        var (old, now) = (
            new ReplayFork(new ReplayRules(request.Rules[0], supervisions[0].Running), recorded, null, supervisions[0]),
            new ReplayFork(new ReplayRules(request.Rules[1], supervisions[1].Running), recorded, request.Settings, supervisions[1]));
        foreach (var (record, isStanding) in StandingPrefix.Mark(Read(request, served, null)))
        {
            foreach (var run in (ReplayFork[])[old, now])
            {
                if (isStanding)
                {
                    run.Remember(record);
                }
                else
                {
                    run.Take(record);
                }
            }
        }

        old.Finish();
        now.Finish();
        answers.Write(ReplayFrames.Report, ReplayDiff.Compare(old, now, request.Range), ReplayJson.Default.ReplayDiffReport);
    }

    private static IEnumerable<JournalRecord> Read(ReplayRequest request, ServedJournal served, ReplayAnswers? answers) =>
        JournalReader.Open(served.Files()).Read(new()
        {
            To = request.Range.To,
            IncludeFrames = true,
            OnFault = fault => answers?.Write(ReplayFrames.Fault, fault, ReplayJson.Default.JournalFault),
        });

    /// <summary>Keeps a replay at some multiple of the journal's own pace.</summary>
    private sealed class Pace(double speed)
    {
        private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

        private DateTimeOffset _first;
        private long _began;

        public TimeSpan? Wait(DateTimeOffset at)
        {
            if (speed <= 0)
            {
                return null;
            }

            if (_began == 0)
            {
                (_first, _began) = (at, Stopwatch.GetTimestamp());
            }

            var wait = ((at - _first) / speed) - Stopwatch.GetElapsedTime(_began);
            return wait > Least ? wait : null;
        }
    }
}
