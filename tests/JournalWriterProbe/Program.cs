using System.Globalization;
using EventOps.Journal;
using EventOps.Model;

// Writes to the journal in the folder given until it is killed, and says which sequences it was told are durable.
using var writer = JournalWriter.Open(args[0], new JournalWriterOptions { SegmentSize = Bytes.FromKiB(64), SyncEvery = 100 });
var volume = new VolumeSampled("/data", new(1 << 30), new(1 << 20), new(1 << 20), 1000, 10, new(1 << 30), new(1 << 30), new(1), new(2), false);
var output = Console.Out;
while (true)
{
    JournalEntry last = default;
    for (var i = 0; i < 20; i++)
    {
        last = writer.Append(volume with { At = TimeProvider.System.GetUtcNow() }, "probe");
    }

    if (await writer.MakeDurableAsync(last.Sequence) == Durability.Durable)
    {
        output.WriteLine(last.Sequence.ToString(CultureInfo.InvariantCulture));
        output.Flush();
    }
}
