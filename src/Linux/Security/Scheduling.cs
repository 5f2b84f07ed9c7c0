namespace EventOps.Linux.Security;

/// <summary>The calling thread's place in the scheduler. Call from a thread of one's own, not from the pool.</summary>
public static class Scheduling
{
    private const int TimerSlack = 29;

    /// <summary>
    /// Sets the calling thread's nice value, from -20 (first served) to 19, by setpriority(2). False when the kernel does not
    /// permit it (needs CAP_SYS_NICE or RLIMIT_NICE); nothing has changed then.
    /// </summary>
    public static bool RaiseCurrentThread(int nice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nice, -20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nice, 19);
        return NativeSecurity.setpriority(0, (uint)NativeSecurity.gettid(), nice) == 0;
    }

    /// <summary>How late the calling thread's timers may be, in nanoseconds, at least 1 (the kernel's default is 50,000); PR_SET_TIMERSLACK.</summary>
    public static bool SetTimerSlack(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nanoseconds, 1);
        return NativeSecurity.prctl(TimerSlack, (nuint)nanoseconds, 0, 0, 0) == 0;
    }
}
