namespace EventOps.Journal.Lines;

/// <summary>A line taken apart: all but the payload, of which only the place is known.</summary>
internal struct Envelope
{
    public long Sequence;
    public DateTimeOffset At;
    public DateTimeOffset Wall;
    public long Monotonic;
    public string Kind;
    public string Source;
    public long? Cause;
    public JournalHash? Hash;

    /// <summary>How much of the line its hash is over; 0 when that was not looked at.</summary>
    public int BodyLength;

    public int PayloadStart;
    public int PayloadLength;
}
