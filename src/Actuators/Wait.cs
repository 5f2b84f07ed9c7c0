namespace EventOps.Actuators;

/// <summary>Waits for what comes of a step by itself, and is told by nobody.</summary>
internal static class Wait
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again, once at least.</summary>
    /// <returns>Whether it came to hold within the time.</returns>
    public static async Task<bool> UntilAsync(Func<bool> holds, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!holds())
        {
            if (time.GetElapsedTime(began) > within)
            {
                return false;
            }

            await Task.Delay(Between, time, cancellationToken);
        }

        return true;
    }
}
