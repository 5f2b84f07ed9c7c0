namespace EventOps.Rules.Bench;

/// <summary>Measures the median of several rounds, after warming up, in processor time of the process: other work on the machine does not count.</summary>
internal static class Harness
{
    private const int Rounds = 7;
    internal static object? _kept;

    /// <param name="change">One change; takes its number.</param>
    public static (double PerSecond, double BytesPerChange) Speed(Action<int> change, int perRound)
    {
        var speeds = new List<double>();
        var bytes = new List<double>();
        var number = 0;
        for (var round = -3; round < Rounds; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < perRound; i++)
            {
                change(number++);
            }

            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            if (round >= 0)
            {
                speeds.Add(perRound / seconds);
                bytes.Add((GC.GetAllocatedBytesForCurrentThread() - before) / (double)perRound);
            }
        }

        return (Median(speeds), Median(bytes));
    }

    public static double Milliseconds(Action work)
    {
        work();
        work();
        var times = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            work();
            times.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
        }

        return Median(times);
    }

    /// <summary>What the work leaves behind, in MB of 10^6 bytes.</summary>
    public static double Megabytes(Func<object> work)
    {
        Keep(work);
        var sizes = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            _kept = null;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            Keep(work);
            sizes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6);
        }

        return Median(sizes);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Keep(Func<object> work) => _kept = work();

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
