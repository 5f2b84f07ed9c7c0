using System.Text;
using System.Text.Json;
using EventOps.Model;

namespace EventOps.Journal.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    [Fact]
    public void Every_kind_has_a_sample() =>
        Assert.Equal(EventKinds.All.Order(), Samples.All.Select(EventKinds.Of).Order());

    [Fact]
    public void Every_kind_comes_back_as_it_was_written()
    {
        using (var writer = JournalWriter.Open(scratch.Journal))
        {
            foreach (var e in Samples.All.Where(e => !JournalSchema.IsFrame(EventKinds.Of(e))))
            {
                writer.Append(e with { At = Samples.Noon }, "tests");
            }
        }

        var read = JournalReader.Open(scratch.Journal).Read().ToList();
        var written = Samples.All.Where(e => !JournalSchema.IsFrame(EventKinds.Of(e))).ToList();
        Assert.Equal(written.Count, read.Count);
        foreach (var (e, record) in written.Zip(read))
        {
            Assert.Equal((e.GetType(), Samples.Noon), (record.Event.GetType(), record.Event.At));
            Assert.Equal(Payload(e), Payload(record.Event));
            Assert.Equal("tests", record.Source);
        }
    }

    private static string Payload(Event e)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            EventKinds.WritePayload(writer, e);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public void Dispose() => scratch.Dispose();
}
