namespace EventOps.Linux.Native;

/// <summary>ppoll(2) over a few descriptors, on the calling thread.</summary>
public static class Poll
{
    /// <summary>More than this many at once belong into an epoll instance.</summary>
    public const int MaximumDescriptors = 64;

    /// <summary>Waits until one of the descriptors has something, or the time is over. Signals do not end the wait early by more than one round.</summary>
    /// <param name="timeout">Resolution 100 ns; null waits for ever; zero only looks.</param>
    /// <returns>How many requests have something in <see cref="PollRequest.Returned"/>; 0 when the time is over or a signal came.</returns>
    /// <exception cref="LinuxException">ppoll(2) failed.</exception>
    public static unsafe int Wait(Span<PollRequest> requests, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests.Length, MaximumDescriptors);
        var records = stackalloc PollRecord[MaximumDescriptors];
        var held = 0;
        try
        {
            for (; held < requests.Length; held++)
            {
                var taken = false;
                requests[held].Descriptor.DangerousAddRef(ref taken);
                records[held] = new PollRecord
                {
                    Descriptor = (int)requests[held].Descriptor.DangerousGetHandle(),
                    Events = (short)requests[held].Events,
                };
            }

            var time = new TimeSpec(timeout is { } span && span > TimeSpan.Zero ? span : TimeSpan.Zero);
            var ready = Libc.PPoll(records, (nuint)requests.Length, timeout is null ? null : &time, 0);
            if (ready < 0 && Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("ppoll", $"{requests.Length} descriptors", Errno.Last);
            }

            for (var i = 0; i < requests.Length; i++)
            {
                requests[i].Returned = ready > 0 ? (PollEvents)records[i].Returned : PollEvents.None;
            }

            return Math.Max(0, ready);
        }
        finally
        {
            while (--held >= 0)
            {
                requests[held].Descriptor.DangerousRelease();
            }
        }
    }
}
