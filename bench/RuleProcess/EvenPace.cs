using System.Diagnostics;

namespace EventOps.Bench.RuleProcess;

/// <summary>Does something so often a second, evenly spaced, on the caller's thread: nothing but its sleep is in between.</summary>
internal static class EvenPace
{
    /// <param name="each">Given how manieth it is, from 0 on.</param>
    /// <returns>How often it was done when the time was over or <paramref name="stop"/> was set.</returns>
    public static long Run(int perSecond, TimeSpan time, WaitHandle stop, Action<long> each)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0L;
        while (!stop.WaitOne(1) && Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < time)
        {
            for (; count < elapsed.TotalSeconds * perSecond; count++)
            {
                each(count);
            }
        }

        return count;
    }
}
