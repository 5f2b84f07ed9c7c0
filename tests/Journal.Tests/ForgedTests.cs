using System.Text;
using EventOps.Journal.Lines;

namespace EventOps.Journal.Tests;

/// <summary>Lines whose hashes are right and whose content is not, as a faulty writer or another program would leave them: the chain alone does not find them.</summary>
public sealed class ForgedTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private string File => Path.Combine(scratch.Root, "forged.jsonl");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void What_is_written_by_the_rules_is_sound()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Tick(2, 1));
        Assert.Empty(faults);
        Assert.Equal([1, 2], records.Select(r => r.Sequence));
    }

    [Fact]
    public void A_gap_that_nobody_declared_is_named()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Tick(5, 1), Tick(6, 2));
        Assert.Equal((JournalFaultKind.SequenceGap, 3L, 5L), Place(Assert.Single(faults)));
        Assert.Contains("records 2 to 4 are missing", faults[0].Message, StringComparison.Ordinal);
        Assert.Equal([1, 5, 6], records.Select(r => r.Sequence));
    }

    [Fact]
    public void A_record_that_stands_twice_is_read_once()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Tick(2, 1), Tick(2, 1), Tick(3, 2));
        Assert.Equal((JournalFaultKind.Duplicate, 4L, 2L), Place(Assert.Single(faults)));
        Assert.Equal([1, 2, 3], records.Select(r => r.Sequence));
    }

    [Fact]
    public void A_record_before_its_time_is_named()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Tick(2, 1), Tick(3, 2), Tick(1, 0));
        Assert.Equal((JournalFaultKind.OutOfOrder, 5L, 1L), Place(Assert.Single(faults)));
        Assert.Equal([1, 2, 3], records.Select(r => r.Sequence));
    }

    [Fact]
    public void A_clock_that_went_backwards_is_named()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 10), Tick(2, 9), Tick(3, 11));
        Assert.Equal((JournalFaultKind.TimeBackwards, 3L, 2L), Place(Assert.Single(faults)));
        Assert.Equal(3, records.Count);
    }

    [Fact]
    public void A_segment_of_a_newer_version_is_refused_with_what_to_do()
    {
        var (records, faults) = Forge(Segment(1, schema: 2), Tick(1, 0));
        Assert.DoesNotContain(records, r => r.IsFrame);
        Assert.Equal((JournalFaultKind.UnknownVersion, 1L, 1L), Place(faults[0]));
        Assert.Contains("use a newer one", faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_newer_version_is_named_and_the_others_are_read()
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Tick(2, 1).Replace("\"v\":1", "\"v\":9", StringComparison.Ordinal), Tick(3, 2));
        Assert.Equal((JournalFaultKind.UnknownVersion, 3L), (Assert.Single(faults).Kind, faults[0].Line));
        Assert.Equal([1, 3], records.Select(r => r.Sequence));
    }

    [Theory]
    [InlineData("{\"raised\":true}")]
    [InlineData("{\"key\":5,\"severity\":\"Warning\",\"message\":\"\"}")]
    [InlineData("{\"key\":\"a\",\"severity\":\"Enormous\",\"message\":\"\"}")]
    public void A_payload_that_its_kind_has_not_is_named(string data)
    {
        var (records, faults) = Forge(Segment(1), Tick(1, 0), Line(2, 1, "alarm.raised", data), Tick(3, 2));
        Assert.Equal((JournalFaultKind.BadPayload, 3L, 2L), Place(Assert.Single(faults)));
        Assert.Equal([1, 3], records.Select(r => r.Sequence));
    }

    private static (JournalFaultKind Kind, long Line, long? Sequence) Place(JournalFault fault) => (fault.Kind, fault.Line, fault.Sequence);

    private static string Segment(long sequence, int schema = 1) => Line(
        sequence, 0, "journal.segment", $$"""{"schema":{{schema}},"previousHash":"{{new string('A', 32)}}","bootId":"b","hostId":"h","because":"started"}""");

    private static string Tick(long sequence, int second) => Line(sequence, second, "clock.tick", "{}");

    private static string Line(long sequence, int second, string kind, string data) =>
        FormattableString.Invariant($$"""{"v":1,"seq":{{sequence}},"at":"2026-03-01T12:00:{{second:00}}.0000000Z","mono":{{sequence}},"kind":"{{kind}}","source":"tests","data":{{data}}}""");

    private (List<JournalRecord> Records, List<JournalFault> Faults) Forge(params string[] lines)
    {
        var hash = JournalHash.Genesis;
        using (var file = System.IO.File.Create(File))
        {
            foreach (var line in lines.Select(l => Encoding.UTF8.GetBytes(l + "\n")))
            {
                var space = new byte[line.Length + LineChain.Added + JournalHash.TextLength];
                file.Write(space, 0, LineChain.Write(line, space, ref hash));
            }
        }

        return Logs.Read(File);
    }
}
