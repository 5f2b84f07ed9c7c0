using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRecord
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
