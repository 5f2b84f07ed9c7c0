namespace EventOps.Bench.Growth;

/// <summary>
/// From the write that crosses the threshold to the filesystem being larger, in rounds with a fresh daemon and volume each: the first
/// crossing after a start counts like any other. Half of them find the daemon idle, half come from a slow writer. Beside each one the
/// bare system calls on an equal volume.
/// </summary>
internal static class Crossing
{
    private const int Rounds = 4;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var runs = options.Runs ?? 200;
        var (idle, busy, bare) = (new List<double>(), new List<double>(), new List<double>());
        var first = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var pair = await CrossingRound.StartAsync(options, cancellationToken);
            var count = runs / Rounds;
            for (var i = 0; i < count; i++)
            {
                var isIdle = i % 2 == 0;
                var (took, write) = await pair.CrossAsync(isIdle, cancellationToken);
                (isIdle ? idle : busy).Add(took);
                if (i == 0)
                {
                    first.Add(took);
                }

                bare.Add(pair.CrossBare());
                Report.Say($"round {round + 1}, crossing {i + 1}, {(isIdle ? "idle before" : "written to before")}: {took:0.00} ms (the write itself {write:0.00} ms), bare {bare[^1]:0.00} ms");
            }
        }

        var all = new Figures([.. idle, .. busy]);
        report.Add("crossing to grown", all, "ms", wantedMedian: 10, wantedWorst: 50);
        report.Add("crossing to grown, idle before", new Figures(idle), "ms");
        report.Add("crossing to grown, written to before", new Figures(busy), "ms");
        report.Add("crossing to grown, first after a start", new Figures(first), "ms");
        var limit = new Figures(bare);
        report.Add("bare system calls", limit, "ms");
        report.Add("crossing to grown ÷ bare, medians", all.Median / limit.Median, "×");
    }
}
