using System.Diagnostics;
using System.Globalization;
using EventOps.Journal.Reading;

namespace EventOps.Journal.Tests;

public sealed class CrashTests : IDisposable
{
    private const int Kills = 30;

    private readonly ScratchFolder scratch = new();

    [Fact]
    public async Task Thirty_kills_lose_nothing_that_was_said_to_be_durable()
    {
        var random = new Random(20260301);
        var program = Path.Combine(AppContext.BaseDirectory, "EventOps.JournalWriterProbe");
        for (var kill = 0; kill < Kills; kill++)
        {
            using var probe = Process.Start(new ProcessStartInfo(program, [scratch.Journal]) { RedirectStandardOutput = true })!;
            var durable = await probe.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            for (var more = random.Next(40); more > 0; more--)
            {
                durable = await probe.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            }

            probe.Kill();
            var rest = await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
            durable = rest.Split('\n').SkipLast(1).LastOrDefault() ?? durable;
            var (records, faults) = Logs.Read(scratch.Journal);
            Assert.True(records[^1].Sequence >= long.Parse(durable!, CultureInfo.InvariantCulture), $"kill {kill}: {durable} was durable, {records[^1].Sequence} is the last");
            Assert.All(faults, f => Assert.True(f.IsNote || f.Kind == JournalFaultKind.TornLine, f.ToString()));
        }

        using (JournalWriter.Open(scratch.Journal, Logs.Small))
        {
            var report = JournalVerifier.Verify([scratch.Journal], null, TestContext.Current.CancellationToken);
            Assert.True(report.IsSound, string.Join('\n', report.Faults));
            Assert.Equal(report.Records, report.LastSequence);
        }
    }

    [Fact]
    public async Task A_torn_end_is_cut_off_kept_aside_and_noted()
    {
        await Logs.WriteSynced(scratch.Journal, 3, Logs.Small with { SegmentSize = new(1 << 20) });
        var path = Logs.Segments(scratch.Journal).Single();
        await File.AppendAllTextAsync(path, "{\"v\":1,\"se", TestContext.Current.CancellationToken);
        using (var writer = JournalWriter.Open(scratch.Journal, Logs.Small))
        {
            Assert.Equal(3, writer.LastSequence);
            await DiskTroubleTests.Tick(writer, 1);
        }

        Assert.Equal("{\"v\":1,\"se", await File.ReadAllTextAsync(path + SegmentName.Torn, TestContext.Current.CancellationToken));
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Equal([1, 2, 3, 4], records.Select(r => r.Sequence));
        Assert.Equal(JournalFaultKind.DeclaredCut, Assert.Single(faults).Kind);
    }

    [Fact]
    public async Task A_sparse_end_of_4_GiB_is_cut_off()
    {
        await Logs.WriteSynced(scratch.Journal, 3, Logs.Small with { SegmentSize = new(1 << 20) });
        using (var file = File.OpenWrite(Logs.Segments(scratch.Journal).Single()))
        {
            file.SetLength(4L << 30);
        }

        using var writer = JournalWriter.Open(scratch.Journal, Logs.Small);
        Assert.Equal(3, writer.LastSequence);
        Assert.DoesNotContain(Logs.Read(scratch.Journal).Faults, f => !f.IsNote);
    }

    [Fact]
    public void Starting_over_and_over_leaves_one_journal_and_no_empty_segments()
    {
        for (var i = 0; i < 5; i++)
        {
            Logs.Write(scratch.Journal, 0);
        }

        Logs.Write(scratch.Journal, 2);
        for (var i = 0; i < 5; i++)
        {
            Logs.Write(scratch.Journal, 0);
        }

        Assert.Equal(2, Logs.Segments(scratch.Journal).Count);
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Empty(faults);
        Assert.Equal([1, 2], records.Select(r => r.Sequence));
    }

    public void Dispose() => scratch.Dispose();
}
