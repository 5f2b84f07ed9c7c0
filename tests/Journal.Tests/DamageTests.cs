using System.Text;
using CsCheck;
using EventOps.Journal.Writing;

namespace EventOps.Journal.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    [Fact]
    public void Every_prefix_of_a_log_loads_up_to_its_last_whole_line()
    {
        Logs.Write(scratch.Journal, 60, Logs.Small with { SegmentSize = new(1 << 20) });
        var log = File.ReadAllBytes(Logs.Segments(scratch.Journal).Single());
        for (var length = 0; length < log.Length; length++)
        {
            var scan = new SegmentScan(new MemoryFile(log.AsMemory(0, length)), false, "log");
            var whole = log.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            Assert.Equal(whole, scan.GoodLength);
            Assert.Equal(whole == length ? null : JournalFaultKind.TornLine, scan.Fault?.Kind);
        }
    }

    [Fact]
    public async Task Every_flipped_bit_of_a_64_KiB_log_is_found_in_its_line()
    {
        await Logs.WriteSynced(scratch.Journal, 160);
        long bytes = 0;
        Parallel.ForEach(Logs.Segments(scratch.Journal), path =>
        {
            var log = File.ReadAllBytes(path);
            Interlocked.Add(ref bytes, log.Length);
            for (var bit = 0; bit < log.Length * 8; bit++)
            {
                log[bit / 8] ^= (byte)(1 << (bit % 8));
                var lineStart = log.AsSpan(0, bit / 8).LastIndexOf((byte)'\n') + 1;
                var scan = new SegmentScan(new MemoryFile(log), false, path);
                Assert.True(scan.Fault is not null && scan.GoodLength == lineStart, $"{path} bit {bit}: {scan.Fault}");
                log[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        });

        Assert.InRange(bytes, 64 << 10, 256 << 10);
    }

    [Fact]
    public void Whatever_is_done_to_lines_is_reported_and_nothing_is_read_that_was_not_written()
    {
        Logs.Write(scratch.Journal, 30, Logs.Small with { SegmentSize = new(1 << 20) });
        var lines = File.ReadAllText(Logs.Segments(scratch.Journal).Single(), Encoding.Latin1).Split('\n')[..^1];
        var written = lines.ToHashSet();
        var file = Path.Combine(scratch.Root, "mutated.jsonl");
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, lines.Length - 2], Gen.Int[0, lines.Length - 2], Gen.Int[0, 10_000], Gen.Byte).Sample(
            (how, at, other, place, value) =>
            {
                var mutated = Mutate(lines, how, at, other, place, value);
                if (mutated.SequenceEqual(lines))
                {
                    return;
                }

                File.WriteAllText(file, string.Join('\n', mutated) + "\n", Encoding.Latin1);
                var (records, faults) = Logs.Read(file);
                Assert.NotEmpty(faults);
                Assert.All(faults, f => Assert.True(f.Line > 0 && f.File == file && f.Message.Length > 0));
                Assert.All(records, r => Assert.Contains(Encoding.Latin1.GetString(r.Line.Span[..^1]), written));
                Assert.Equal(records.Select(r => r.Sequence).Order().Distinct(), records.Select(r => r.Sequence));
                Assert.InRange(records.Count, lines.Length - 5, lines.Length);
            },
            iter: 3000,
            threads: 1);
    }

    [Theory]
    [InlineData("hello", JournalFaultKind.NotARecord)]
    [InlineData("{}", JournalFaultKind.BadField)]
    [InlineData("[1]", JournalFaultKind.NotARecord)]
    [InlineData("{\"v\":2,\"seq\":1}", JournalFaultKind.UnknownVersion)]
    [InlineData("{\"v\":1,\"seq\":0,\"at\":\"2026-03-01T12:00:00.0000000Z\",\"kind\":\"clock.tick\",\"data\":{}}", JournalFaultKind.BadField)]
    [InlineData("{\"v\":1,\"seq\":5,\"at\":\"2026-03-01T12:00:00.0000000Z\",\"kind\":\"clock.tick\",\"cause\":5,\"data\":{}}", JournalFaultKind.BadField)]
    [InlineData("{\"v\":1,\"seq\":5,\"at\":\"2026-02-30T12:00:00.0000000Z\",\"kind\":\"clock.tick\",\"data\":{}}", JournalFaultKind.BadField)]
    [InlineData("{\"v\":1,\"seq\":5,\"at\":\"2026-03-01T12:00:00.0000000Z\",\"kind\":\"volume.lost\",\"data\":{}}", JournalFaultKind.BadPayload)]
    [InlineData("{\"v\":1,\"seq\":5,\"at\":\"2026-03-01T12:00:00.0000000Z\",\"kind\":\"intent.proposed\",\"data\":{\"intent\":{\"want\":\"x\"},\"rule\":\"r\",\"ruleSha256\":\"\",\"decidedAfter\":1}}", JournalFaultKind.BadPayload)]
    [InlineData("{\"v\":1,\"seq\":5,\"at\":\"2026-03-01T12:00:00.0000000Z\",\"kind\":\"x.unknown\",\"data\":{\"a\":}}", JournalFaultKind.NotARecord)]
    public void A_line_that_is_no_record_is_named(string line, JournalFaultKind kind)
    {
        Assert.False(new JournalLine().TryDecode(Encoding.UTF8.GetBytes(line), out _, out var fault, "log", 3));
        Assert.Equal(kind, fault.Kind);
        Assert.StartsWith("log(3): ", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_UTF8_is_named()
    {
        Assert.False(new JournalLine().TryDecode(new byte[] { (byte)'{', 0xff, (byte)'}' }, out _, out var fault));
        Assert.Equal(JournalFaultKind.InvalidUtf8, fault.Kind);
    }

    [Fact]
    public void A_line_in_another_order_with_unknown_fields_and_kinds_is_read()
    {
        var line = "{ \"kind\": \"wire.guard\", \"new\": [1], \"seq\": 7, \"v\": 1, \"data\": {\"a\": 1}, \"at\": \"2026-03-01T12:00:00.0000000Z\" }"u8.ToArray();
        Assert.True(new JournalLine().TryDecode(line, out var record, out _));
        Assert.Equal((7, "wire.guard", Samples.Noon), (record.Sequence, record.Kind, record.At));
        Assert.Equal("{\"a\": 1}", Encoding.UTF8.GetString(Assert.IsType<UnknownEvent>(record.Event).Payload.Span));
    }

    [Fact]
    public void A_line_of_100_MB_is_skipped_in_little_memory()
    {
        Logs.Write(scratch.Journal, 3, Logs.Small with { SegmentSize = new(1 << 20) });
        var path = Logs.Segments(scratch.Journal).Single();
        var lines = File.ReadAllText(path).Split('\n');
        using (var file = new StreamWriter(path))
        {
            file.Write(lines[0] + "\n" + lines[1] + "\n");
            var megabyte = new string('x', 1 << 20);
            for (var i = 0; i < 100; i++)
            {
                file.Write(megabyte);
            }

            file.Write("\n" + lines[2] + "\n" + lines[3] + "\n");
        }

        var (records, faults) = Logs.Read(path);
        Assert.Equal([1, 2, 3], records.Select(r => r.Sequence));
        Assert.Equal([(JournalFaultKind.LineTooLong, 3)], faults.Select(f => (f.Kind, f.Line)));
    }

    [Fact]
    public async Task A_missing_segment_is_named_and_the_rest_is_read()
    {
        await Logs.WriteSynced(scratch.Journal, 30);
        var segments = Logs.Segments(scratch.Journal);
        File.Delete(segments[2]);
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Equal(JournalFaultKind.SegmentMissing, faults[0].Kind);
        Assert.Equal(segments[3], faults[0].File);
        Assert.Equal(30, records[^1].Sequence);
        Assert.InRange(records.Count, 20, 29);
    }

    [Fact]
    public void Strict_reading_stops_at_the_first_fault_with_its_place()
    {
        Logs.Write(scratch.Journal, 9, Logs.Small with { SegmentSize = new(1 << 20) });
        var path = Logs.Segments(scratch.Journal).Single();
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"seq\":5", "\"seq\":6", StringComparison.Ordinal));
        var e = Assert.Throws<JournalFaultException>(() => JournalReader.Open(path).Read().Count());
        Assert.Equal(6, e.Fault.Line);
    }

    [Fact]
    public void A_cut_off_end_is_found_by_an_anchor_alone()
    {
        Logs.Write(scratch.Journal, 9, Logs.Small with { SegmentSize = new(1 << 20) });
        var before = JournalVerifier.Verify([scratch.Journal], null, TestContext.Current.CancellationToken);
        Assert.True(before is { IsSound: true, Records: 9, FirstSequence: 1, LastSequence: 9, Segments: 1 });
        var path = Logs.Segments(scratch.Journal).Single();
        var lines = File.ReadAllLines(path);
        File.WriteAllText(path, string.Join('\n', lines[..^2]) + "\n");
        Assert.True(JournalVerifier.Verify([scratch.Journal], null, TestContext.Current.CancellationToken).IsSound);
        Assert.Equal(JournalFaultKind.AnchorMissing, Assert.Single(JournalVerifier.Verify([scratch.Journal], before.Last, TestContext.Current.CancellationToken).Faults).Kind);
    }

    public void Dispose() => scratch.Dispose();

    private static List<string> Mutate(string[] lines, int how, int at, int other, int place, byte value)
    {
        var mutated = lines.ToList();
        var line = mutated[at];
        switch (how)
        {
            case 0:
                mutated.RemoveAt(at);
                break;
            case 1:
                mutated.Insert(at, line);
                break;
            case 2:
                (mutated[at], mutated[other]) = (mutated[other], mutated[at]);
                break;
            case 3:
                mutated.Insert(at, "a foreign line");
                break;
            case 4:
                var edited = line.ToCharArray();
                edited[place % line.Length] = (char)value;
                mutated[at] = new string(edited);
                break;
            default:
                mutated[at] = line[..(place % line.Length)];
                break;
        }

        return mutated;
    }
}
