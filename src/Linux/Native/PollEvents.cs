namespace EventOps.Linux.Native;

/// <summary>What poll(2) waits for and reports; Error, HungUp and Invalid are reported unasked.</summary>
[Flags]
public enum PollEvents
{
    None = 0,
    Readable = 1,
    Priority = 2,
    Error = 8,
    HungUp = 16,

    /// <summary>The descriptor is not open (POLLNVAL).</summary>
    Invalid = 32,
}
