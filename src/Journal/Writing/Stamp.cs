using EventOps.Journal.Lines;
using EventOps.Model;

namespace EventOps.Journal.Writing;

/// <summary>Clocks and identities that go into lines.</summary>
internal sealed class Stamp(TimeProvider clock, string bootId, string hostId) : IDisposable
{
    private readonly LineEncoder frames = new();
    private readonly double nanoseconds = 1e9 / clock.TimestampFrequency;

    public string BootId => bootId;

    public string HostId => hostId;

    public DateTimeOffset Wall => clock.GetUtcNow();

    public long Monotonic => clock.TimestampFrequency == 1_000_000_000 ? clock.GetTimestamp() : (long)(clock.GetTimestamp() * nanoseconds);

    public ReadOnlyMemory<byte> Encode(Event frame, long sequence) => frames.Encode(sequence, frame, Wall, Monotonic, "journal", null);

    public void Dispose() => frames.Dispose();

    public static Stamp Of(JournalWriterOptions options, TimeProvider clock) =>
        new(clock, options.BootId ?? FirstLine("/proc/sys/kernel/random/boot_id"), options.HostId ?? FirstLine("/etc/machine-id"));

    private static string FirstLine(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
