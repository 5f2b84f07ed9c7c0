using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventOps.Journal;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;

namespace EventOps.Host.Replay;

/// <summary>
/// The process that replays: as confined as the one that runs rules live, since it runs the same rules. The journal comes in
/// over a socket, decisions go out, and nothing else.
/// </summary>
internal static class ReplayProcess
{
    public static async Task<int> RunAsync(uint user, uint group, int parent)
    {
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

        await using var answers = new BufferedStream(stream, 64 << 10);
        try
        {
            await ReplayAsync(stream, answers);
            answers.Flush();
            return ExitCodes.Success;
        }
        catch (ReplayException e)
        {
            ReplayFrames.Write(answers, ReplayFrames.Failed, Encoding.UTF8.GetBytes(e.Message));
            answers.Flush();
            return ExitCodes.BadData;
        }
    }

    private static async Task ReplayAsync(Stream stream, Stream answers)
    {
        var served = new ServedJournal(stream);
        served.Next(out var content);
        var request = JsonSerializer.Deserialize(content.Span, ReplayJson.Default.ReplayRequest) ?? throw new ReplayException("an empty request");
        if (request.Rules.Count == 1)
        {
            await CompareAsync(request, served, answers);
        }
        else
        {
            Diff(request, served, answers);
        }
    }

    private static async Task CompareAsync(ReplayRequest request, ServedJournal served, Stream answers)
    {
        var comparison = new ReplayComparison(
            request.Rules[0], request.Range, d => ReplayFrames.Write(answers, ReplayFrames.Decision, d, ReplayJson.Default.ReplayDecision));
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

        ReplayFrames.Write(answers, ReplayFrames.Report, comparison.Finish(), ReplayJson.Default.ReplayReport);
    }

    private static void Diff(ReplayRequest request, ServedJournal served, Stream answers)
    {
        var recorded = new RecordedIntents();
        foreach (var record in Read(request, served, answers))
        {
            recorded.See(record);
        }

        var (old, now) = (new ReplayFork(request.Rules[0], recorded, null), new ReplayFork(request.Rules[1], recorded, request.Settings));
        foreach (var (record, isStanding) in StandingPrefix.Mark(Read(request, served, Stream.Null)))
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
        ReplayFrames.Write(answers, ReplayFrames.Report, ReplayDiff.Compare(old, now), ReplayJson.Default.ReplayDiffReport);
    }

    private static IEnumerable<JournalRecord> Read(ReplayRequest request, ServedJournal served, Stream answers) =>
        JournalReader.Open(served.Files()).Read(new()
        {
            To = request.Range.To,
            IncludeFrames = true,
            OnFault = fault => ReplayFrames.Write(answers, ReplayFrames.Fault, fault, ReplayJson.Default.JournalFault),
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
