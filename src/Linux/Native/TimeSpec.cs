using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>struct timespec of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(TimeSpan span)
{
    internal readonly long Seconds = span.Ticks / TimeSpan.TicksPerSecond;
    internal readonly long Nanoseconds = span.Ticks % TimeSpan.TicksPerSecond * 100;
}
