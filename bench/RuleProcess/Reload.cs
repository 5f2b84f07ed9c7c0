using System.Diagnostics;
using EventOps.Bench.Growth;
using EventOps.Model;

namespace EventOps.Bench.RuleProcess;

/// <summary>From the save of a rule file to the moment from which it decides, or is refused, while events rush by.</summary>
internal static class Reload
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var core = await RuleCore.StartAsync([("answer.cs", RuleTexts.Answering(0))], cancellationToken);
        for (var i = 0; i < 50; i++)
        {
            core.Inbox.Post(new VolumeFound($"data{i}", $"/data{i}", "loop0", "xfs", VolumeKind.Image, "/srv/image"), "bench");
        }

        using var feed = new Feed(core.Inbox, options.Rate ?? 5000);
        feed.Start();
        var watch = Stopwatch.StartNew();
        var (good, broken) = (new List<double>(), new List<double>());
        for (var save = 1; save <= (options.Runs ?? 50); save++)
        {
            await Task.Delay(200 + (save % 7 * 100), cancellationToken);
            var isBroken = save % 2 == 0;
            var took = await SaveAsync(core, isBroken ? RuleTexts.Broken(save) : RuleTexts.Answering(save), isBroken, cancellationToken);
            (isBroken ? broken : good).Add(took);
            Report.Say($"save {save}: {(isBroken ? "refused" : "in force")} after {took:0} ms");
        }

        feed.Stop();
        var seconds = watch.Elapsed.TotalSeconds;
        await StreamCheck.SettleAsync(core, cancellationToken);
        await core.StopAsync();
        report.Add("save to active or refused", new Figures([.. good, .. broken]), "ms", wanted95: 1500);
        report.Add("save to active", new Figures(good), "ms");
        report.Add("save to refused", new Figures(broken), "ms");
        report.Add("events posted a second", feed.Posted / seconds, "");
        StreamCheck.Add(report, core, feed.Posted);
    }

    /// <summary>Saves, and waits for the daemon's answer.</summary>
    /// <returns>Milliseconds from before the save to the place of the answer in the event stream.</returns>
    public static async Task<double> SaveAsync(RuleCore core, string text, bool isBroken, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        void See(Event e, long at)
        {
            if (isBroken ? e is RulesRefused : e is RulesLoaded)
            {
                answered.TrySetResult(at);
            }
        }

        core.Seen += See;
        try
        {
            var began = Stopwatch.GetTimestamp();
            core.Save("answer.cs", text);
            return Stopwatch.GetElapsedTime(began, await answered.Task.WaitAsync(AnswerWithin, cancellationToken)).TotalMilliseconds;
        }
        finally
        {
            core.Seen -= See;
        }
    }
}
