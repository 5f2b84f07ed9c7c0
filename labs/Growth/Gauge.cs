using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>How full the volume is at one moment.</summary>
/// <param name="Elapsed">Since the writer began.</param>
/// <param name="Rate">Over about the last second.</param>
internal sealed record Gauge(TimeSpan Elapsed, Bytes Size, Bytes Used, Bytes Available, ByteRate Rate, Bytes Written)
{
    public Percent Share => Percent.Of(Used.Value, (Used + Available).Value);

    /// <summary>Null when it is not filling.</summary>
    public TimeSpan? TimeToFull => Rate.PerSecond > 0 ? Rate.TimeFor(Available) : null;

    /// <param name="earlier">Of about a second ago; null at first.</param>
    public static Gauge Read(ScratchVolume volume, Writer writer, TimeSpan elapsed, Gauge? earlier)
    {
        var usage = volume.Usage();
        var written = writer.Written;
        var rate = earlier is null ? ByteRate.Zero : ByteRate.Of(written - earlier.Written, elapsed - earlier.Elapsed);
        return new Gauge(elapsed, usage.Size, usage.Used, usage.Available, rate, written);
    }
}
