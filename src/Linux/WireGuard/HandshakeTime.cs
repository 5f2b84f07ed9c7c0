namespace EventOps.Linux.WireGuard;

/// <summary>Seconds and nanoseconds since 1970.</summary>
internal static class HandshakeTime
{
    // Year 9999: what a DateTimeOffset can hold.
    private const long MostSeconds = 253402300799;

    /// <returns>Null for zero, and for what is no time.</returns>
    internal static DateTimeOffset? Of(long seconds, long nanoseconds) =>
        seconds is <= 0 or > MostSeconds || nanoseconds is < 0 or > 999_999_999 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
}
