using EventOps.Model;

namespace EventOps.Lab;

/// <summary>How <see cref="Writer"/> writes.</summary>
public sealed record WriterOptions
{
    /// <summary>Of one write(2).</summary>
    public Bytes Block { get; init; } = Bytes.FromMiB(1);

    /// <summary>Not faster than this; null for as fast as the machine can.</summary>
    public ByteRate? Limit { get; init; }

    /// <summary>Ends by itself after so much; null to go on until stopped.</summary>
    public Bytes? Until { get; init; }

    /// <summary>Whether the first refused write ends it, as it ends most programs; else it tries again.</summary>
    public bool StopsAtError { get; init; } = true;
}
