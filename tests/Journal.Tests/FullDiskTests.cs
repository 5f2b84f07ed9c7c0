using System.Diagnostics;
using EventOps.Model;

namespace EventOps.Journal.Tests;

/// <summary>On a real filesystem of 2 MiB in memory, filled by a neighbour.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly string mount;

    public FullDiskTests()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting a tmpfs needs root");
        mount = Path.Combine(scratch.Root, "small");
        Directory.CreateDirectory(mount);
        Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount);
    }

    [Fact]
    public async Task Actions_stay_durable_on_a_full_disk_and_all_is_written_when_there_is_room_again()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var journal = Path.Combine(mount, "journal");
        var options = Logs.Small with { Reserve = Bytes.FromKiB(64), SegmentSize = Bytes.FromMiB(1), RetryAfter = 10.Milliseconds(), RetryAtMost = 20.Milliseconds() };
        using (var writer = JournalWriter.Open(journal, options))
        {
            await DiskTroubleTests.Tick(writer, 3);
            Fill(Path.Combine(mount, "ballast"));
            await DiskTroubleTests.Until(() =>
            {
                writer.Append(Samples.Sampled with { At = writer.LastAt }, "tests");
                return writer.Health.IsDegraded;
            });
            var ordinary = writer.Append(new ClockTick { At = writer.LastAt }, "tests");
            Assert.Equal(Durability.NotDurable, await writer.MakeDurableAsync(ordinary.Sequence, cancelled));
            var action = writer.Append(new StepStarted(1, 0, "grow") { At = writer.LastAt }, "tests");
            Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(action.Sequence, cancelled));
            Assert.Contains("errno 28", writer.Health.Reason, StringComparison.Ordinal);

            File.Delete(Path.Combine(mount, "ballast"));
            await DiskTroubleTests.Until(() => !writer.Health.IsDegraded && writer.Health.Waiting == 0);
            await DiskTroubleTests.Tick(writer, 3);
        }

        var (records, faults) = Logs.Read(journal);
        Assert.Empty(faults);
        Assert.Equal(Enumerable.Range(1, records.Count).Select(i => (long)i), records.Select(r => r.Sequence));
        Assert.Contains(records, r => r.Event is StepStarted);
    }

    [Fact]
    public async Task An_action_in_the_reserve_outlives_the_daemon()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var journal = Path.Combine(mount, "journal");
        var options = Logs.Small with { Reserve = Bytes.FromKiB(64), SegmentSize = Bytes.FromMiB(1), RetryAfter = 1.Hours() };
        long sequence;
        using (var writer = JournalWriter.Open(journal, options))
        {
            await DiskTroubleTests.Tick(writer, 3);
            Fill(Path.Combine(mount, "ballast"));
            await DiskTroubleTests.Until(() =>
            {
                writer.Append(Samples.Sampled with { At = writer.LastAt }, "tests");
                return writer.Health.IsDegraded;
            });
            sequence = writer.Append(new StepStarted(1, 0, "grow") { At = writer.LastAt }, "tests").Sequence;
            Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(sequence, cancelled));
        }

        File.Delete(Path.Combine(mount, "ballast"));
        using (var writer = JournalWriter.Open(journal, options))
        {
            Assert.Equal(sequence, writer.LastSequence);
            await DiskTroubleTests.Tick(writer, 1);
        }

        var (records, faults) = Logs.Read(journal);
        Assert.All(faults, f => Assert.True(f.IsNote, f.ToString()));
        Assert.Equal(sequence, records.Single(r => r.Event is StepStarted).Sequence);
        Assert.Equal(sequence + 1, records[^1].Sequence);
    }

    [Fact]
    public void Oldest_segments_go_before_the_disk_is_full()
    {
        var journal = Path.Combine(mount, "journal");
        var options = Logs.Small with { SegmentSize = Bytes.FromKiB(100), FreeFloor = Bytes.FromKiB(512), SyncEvery = 50, Memory = Bytes.FromMiB(64) };
        using (var writer = JournalWriter.Open(journal, options))
        {
            for (var i = 0; i < 10_000; i++)
            {
                writer.Append(Samples.Sampled with { At = Samples.Noon.AddSeconds(i) }, "tests");
            }
        }

        Assert.InRange(new DriveInfo(mount).AvailableFreeSpace, 300 << 10, 2 << 20);
        var (records, faults) = Logs.Read(journal);
        Assert.Empty(faults);
        Assert.Equal(10_000, records[^1].Sequence);
        Assert.InRange(records[0].Sequence, 2, 9_999);
    }

    public void Dispose()
    {
        Run("umount", mount);
        scratch.Dispose();
    }

    private static void Fill(string path)
    {
        using var ballast = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException e) when (e.HResult == JournalStorageException.NoSpace || e.Message.Contains("space", StringComparison.Ordinal))
        {
            ballast.Flush();
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
