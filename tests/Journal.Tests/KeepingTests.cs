using EventOps.Model;

namespace EventOps.Journal.Tests;

public sealed class KeepingTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    [Fact]
    public async Task Closed_segments_are_compressed_and_read_alike()
    {
        await Logs.WriteSynced(scratch.Journal, 60);
        var (plain, _) = Logs.Read(scratch.Journal);
        using (var writer = JournalWriter.Open(scratch.Journal, Logs.Small with { Compress = true }))
        {
            await DiskTroubleTests.Until(() => Directory.GetFiles(scratch.Journal, "*.jsonl").Length == 1);
        }

        var (packed, faults) = Logs.Read(scratch.Journal);
        Assert.Empty(faults);
        Assert.Equal(plain.Select(r => r.Hash), packed.Select(r => r.Hash));
        Assert.Contains(Logs.Segments(scratch.Journal), s => s.EndsWith(".zst", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_compressed_segment_is_named_and_the_rest_is_read()
    {
        await Logs.WriteSynced(scratch.Journal, 60);
        using (JournalWriter.Open(scratch.Journal, Logs.Small with { Compress = true }))
        {
            await DiskTroubleTests.Until(() => Directory.GetFiles(scratch.Journal, "*.jsonl").Length == 1);
        }

        var damaged = Logs.Segments(scratch.Journal)[1];
        var bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Contains(faults, f => f.File == damaged);
        Assert.Equal(60, records[^1].Sequence);
    }

    [Fact]
    public async Task Oldest_segments_go_by_the_budget()
    {
        var options = Logs.Small with { TotalSize = Bytes.FromKiB(8) };
        await Logs.WriteSynced(scratch.Journal, 200, options);
        Assert.InRange(Logs.Segments(scratch.Journal).Sum(s => new FileInfo(s).Length), 4 << 10, 12 << 10);
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Empty(faults);
        Assert.Equal(200, records[^1].Sequence);
    }

    [Fact]
    public async Task Reading_starts_at_a_sequence_or_a_time_and_ends_at_one()
    {
        await Logs.WriteSynced(scratch.Journal, 100);
        var reader = JournalReader.Open(scratch.Journal);
        Assert.Equal(Enumerable.Range(40, 21).Select(i => (long)i), reader.Read(new() { FromSequence = 40, ToSequence = 60 }).Select(r => r.Sequence));
        Assert.Equal(
            Enumerable.Range(41, 20).Select(i => (long)i),
            reader.Read(new() { From = Samples.Noon.AddSeconds(40), To = Samples.Noon.AddSeconds(59) }).Select(r => r.Sequence));
    }

    [Fact]
    public async Task Following_gives_what_is_there_and_what_comes()
    {
        using var writer = JournalWriter.Open(scratch.Journal, Logs.Small);
        await DiskTroubleTests.Tick(writer, 20);
        var seen = new List<long>();
        await foreach (var record in JournalReader.Open(scratch.Journal).FollowAsync(cancellation: TestContext.Current.CancellationToken))
        {
            seen.Add(record.Sequence);
            if (seen.Count == 20)
            {
                await DiskTroubleTests.Tick(writer, 20);
            }

            if (seen.Count == 40)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), seen);
    }

    [Fact]
    public void A_folder_that_is_a_link_or_open_to_others_or_in_use_is_refused()
    {
        var real = Directory.CreateDirectory(Path.Combine(scratch.Root, "real"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        Directory.CreateSymbolicLink(scratch.Journal, real);
        Assert.Throws<JournalStorageException>(() => JournalWriter.Open(scratch.Journal));

        using (JournalWriter.Open(real, Logs.Small))
        {
            var second = Assert.Throws<JournalStorageException>(() => JournalWriter.Open(real));
            Assert.Contains("stop the other daemon", second.Message, StringComparison.Ordinal);
        }

        File.SetUnixFileMode(real, File.GetUnixFileMode(real) | UnixFileMode.OtherWrite);
        Assert.Contains("chmod", Assert.Throws<JournalStorageException>(() => JournalWriter.Open(real)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_that_is_a_link_is_refused()
    {
        using (JournalWriter.Open(scratch.Journal, Logs.Small))
        {
        }

        var path = Logs.Segments(scratch.Journal).Single();
        File.Move(path, path + ".elsewhere");
        File.CreateSymbolicLink(path, path + ".elsewhere");
        Assert.Throws<JournalStorageException>(() => JournalWriter.Open(scratch.Journal, Logs.Small));
    }

    [Fact]
    public void A_journal_of_a_newer_version_is_not_appended_to()
    {
        Directory.CreateDirectory(scratch.Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(scratch.Journal, "journal-00000000000000000001.jsonl");
        File.WriteAllText(path, "{\"v\":2,\"sequence\":1}\n");
        Assert.Contains("version 2", Assert.Throws<JournalFaultException>(() => JournalWriter.Open(scratch.Journal)).Message, StringComparison.Ordinal);
        Assert.Equal("{\"v\":2,\"sequence\":1}\n", File.ReadAllText(path));
    }

    [Fact]
    public void Time_is_lifted_to_the_record_before_and_causes_lie_before()
    {
        using var writer = JournalWriter.Open(scratch.Journal, Logs.Small);
        writer.Append(new ClockTick { At = Samples.Noon }, "tests");
        Assert.Equal(Samples.Noon, writer.Append(new ClockTick(), "tests").Event.At);
        Assert.Throws<ArgumentException>(() => writer.Append(new ClockTick(), "tests", 3));
        Assert.Equal(3, writer.Append(new ClockTick(), "tests", 2).Sequence);
    }

    [Fact]
    public void The_line_that_Append_returns_decodes_to_the_same_record()
    {
        using var writer = JournalWriter.Open(scratch.Journal, Logs.Small);
        var entry = writer.Append(Samples.Sampled with { At = Samples.Noon }, "volumes");
        Assert.True(new JournalLine().TryDecode(entry.Line, out var record, out _));
        Assert.Equal(entry.Event, record.Event);
        Assert.Null(record.Hash);
    }

    [Fact]
    public async Task Counts_are_by_kind_and_source()
    {
        var count = 2 * Samples.All.Count(e => !JournalSchema.IsFrame(EventKinds.Of(e)));
        await Logs.WriteSynced(scratch.Journal, count);
        var stats = JournalStats.Of(JournalReader.Open(scratch.Journal));
        Assert.Equal((count, 0, (count - 1).Seconds()), (stats.Records, stats.FaultCount, stats.Span));
        Assert.All(stats.ByKind, k => Assert.Equal(2, k.Records));
        Assert.Equal("tests", Assert.Single(stats.BySource).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_verifies_alone_and_brings_what_stands_from_before(bool redact)
    {
        await Logs.WriteSynced(scratch.Journal, 60);
        var target = Path.Combine(scratch.Root, "export.jsonl");
        using (var file = File.Create(target))
        {
            JournalExport.Write(JournalReader.Open(scratch.Journal), file, new() { From = Samples.Noon.AddSeconds(40), To = Samples.Noon.AddSeconds(49), Redact = redact });
        }

        var (records, faults) = Logs.Read(target);
        Assert.All(faults, f => Assert.Equal(JournalFaultKind.DeclaredGap, f.Kind));
        Assert.Equal(Enumerable.Range(41, 10).Select(i => (long)i), records.Select(r => r.Sequence).Where(s => s > 40));
        Assert.Contains(records, r => r is { Sequence: <= 40, Event: SettingsLoaded });
        Assert.Contains(records, r => r is { Sequence: <= 40, Event: VolumeSampled });
        Assert.DoesNotContain(records, r => r is { Sequence: <= 40, Event: ClockTick });
        Assert.Equal(!redact, (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).Contains("/data", StringComparison.Ordinal));
        var policy = records.Select(r => r.Event).OfType<SettingsLoaded>().Single().Volumes[0].Volume;
        Assert.Equal(policy, records.Select(r => r.Event).OfType<VolumeSampled>().First().Volume);
    }

    [Fact]
    public void An_export_carries_a_granted_alarm_on_as_the_alarm_alone()
    {
        var alarm = new RaiseAlarm("full", Severity.Warning, "it is");
        Event[] events =
        [
            new IntentProposed(alarm, "rule", "", 1), new GuardVerdict(1, "alarm:full", Verdict.Allowed, ""), new AlarmRaised("full", Severity.Warning, "it is"),
            new IntentProposed(new GrowVolume("/data", Bytes.FromGiB(1), "more"), "rule", "", 1), new GuardVerdict(4, "volume:/data", Verdict.Allowed, ""),
            new ClockTick(),
        ];
        using (var writer = JournalWriter.Open(scratch.Journal, Logs.Small))
        {
            foreach (var (e, i) in events.Select((e, i) => (e, i)))
            {
                writer.Append(e with { At = Samples.Noon.AddSeconds(i) }, "tests");
            }
        }

        using var target = new MemoryStream();
        JournalExport.Write(JournalReader.Open(scratch.Journal), target, new() { From = Samples.Noon.AddSeconds(5) });
        File.WriteAllBytes(Path.Combine(scratch.Root, "export.jsonl"), target.ToArray());
        Assert.Equal([3, 4, 5, 6], Logs.Read(Path.Combine(scratch.Root, "export.jsonl")).Records.Select(r => r.Sequence));
    }

    public void Dispose() => scratch.Dispose();
}
