using System.Collections.Concurrent;
using System.Diagnostics;
using EventOps.Bench.Growth;
using EventOps.Model;

namespace EventOps.Bench.RuleProcess;

/// <summary>From an event's coming in to the intent that a rule makes of it: through the inbox, the journal, the rule process and back.</summary>
internal static class Latency
{
    private const int Rules = 100;
    private const int Volumes = 500;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var rules = RuleTexts.UpTo(Rules - 1, options.Rules).Append(("AnswerEachReading.cs", RuleTexts.AnsweringReadings));
        await using var core = await RuleCore.StartAsync(rules, cancellationToken);
        var names = Enumerable.Range(0, Volumes).Select(i => $"data{i}").ToList();
        core.Inbox.Post(new SettingsLoaded("bench", "", ActingMode.Observe, [.. names.Select(n => new VolumePolicy { Volume = n, Ceiling = Bytes.FromGiB(100), MountPoint = "/" + n })]), "bench");
        names.ForEach(n => core.Inbox.Post(new VolumeFound(n, "/" + n, "loop0", "xfs", VolumeKind.Image, "/srv/" + n), "bench"));

        var posted = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var took = new List<double>(1 << 20);
        var isMeasured = false;
        core.Seen += (e, at) =>
        {
            if (e is IntentProposed { Intent: RaiseAlarm raise } && raise.Key.StartsWith("reading:", StringComparison.Ordinal) && posted.TryRemove(raise.Key[8..], out var began) && isMeasured)
            {
                took.Add(Stopwatch.GetElapsedTime(began, at).TotalMilliseconds);
            }
        };
        var rate = options.Rate ?? 1000;
        Flow(core, names, posted, rate, TimeSpan.FromSeconds(10), 0, cancellationToken);
        isMeasured = true;
        var (young, full, paused) = (GC.CollectionCount(0), GC.CollectionCount(2), GC.GetTotalPauseDuration());
        var count = Flow(core, names, posted, rate, options.Seconds, 1L << 32, cancellationToken);
        await StreamCheck.SettleAsync(core, cancellationToken);

        var bare = await BareWay.RunAsync(rate, options.Seconds, cancellationToken);
        var figures = new Figures(took);
        report.Add("facts", 2 * Volumes, "");
        report.Add("rules", core.Service.Rules.Count, "");
        report.Add("events a second", count / options.Seconds.TotalSeconds, "");
        report.Add("events without an intent", count - took.Count, "", wanted: 0);
        report.Add("event in to intent out: median", figures.Median, "ms");
        report.Add("event in to intent out: 99 of 100", figures.At(0.99), "ms");
        report.Add("event in to intent out: 999 of 1,000", figures.At(0.999), "ms", wanted: 1);
        report.Add("event in to intent out: worst", figures.Worst, "ms");
        report.Add("a number through cat(1) and back, bare: median", bare.Median, "ms");
        report.Add("a number through cat(1) and back, bare: 999 of 1,000", bare.At(0.999), "ms");
        report.Add("a number through cat(1) and back, bare: worst", bare.Worst, "ms");

        // Nothing else that the daemon does of itself stops the way of all events for so long.
        report.Add("core: collections of the whole heap a minute", (GC.CollectionCount(2) - full) / options.Seconds.TotalMinutes, "");
        report.Add("core: collections in all a minute", (GC.CollectionCount(0) - young) / options.Seconds.TotalMinutes, "");
        report.Add("core: stood still for collections, mean", (GC.GetTotalPauseDuration() - paused).TotalMilliseconds / Math.Max(1, GC.CollectionCount(0) - young), "ms");
    }

    /// <summary>Readings of one volume after another, evenly spaced.</summary>
    private static long Flow(
        RuleCore core, List<string> names, ConcurrentDictionary<string, long> posted, int rate, TimeSpan time, long from, CancellationToken cancellationToken) =>
        EvenPace.Run(rate, time, cancellationToken.WaitHandle, count =>
        {
            var name = names[(int)(count % names.Count)];
            posted[name] = Stopwatch.GetTimestamp();
            core.Inbox.Post(Feed.Reading(name, from + count), "bench");
        });
}
