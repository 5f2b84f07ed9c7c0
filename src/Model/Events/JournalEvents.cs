using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A segment of the journal begins. Written by the journal itself; rules do not see it.</summary>
/// <param name="Schema">The version of the lines that follow.</param>
/// <param name="PreviousHash">Of the last record before this segment, as text, so that a segment can be verified alone.</param>
/// <param name="BootId">The kernel's boot id (random(4)): monotonic times compare within one boot only.</param>
/// <param name="HostId">The machine id (machine-id(5)); empty when it has none or it was redacted.</param>
/// <param name="Because">Why a new segment began: started, rotated, write-failed or exported.</param>
public sealed record JournalSegment(int Schema, string PreviousHash, string BootId, string HostId, string Because) : Event;

/// <summary>Records are missing here: the disk could not take them and memory for them ran out, or an export left them out.</summary>
/// <param name="From">The first sequence missing, and <paramref name="To"/> the last.</param>
public sealed record JournalGap(long From, long To, string Reason) : Event
{
    [JsonIgnore]
    public long Count => To - From + 1;
}

/// <summary>The end of the segment before was not whole: the writer had been stopped while it wrote. It was cut off and kept aside.</summary>
/// <param name="Length">Bytes cut off.</param>
/// <param name="KeptAs">The file they lie in, at most its first 16 MiB.</param>
public sealed record JournalTorn(string File, long Length, string KeptAs, string Reason) : Event;
