using EventOps.Model;

namespace EventOps.Journal.Tests;

public sealed class DiskTroubleTests : IDisposable
{
    private const int IoError = JournalStorageException.IoError;
    private const int NoSpace = JournalStorageException.NoSpace;

    private static readonly JournalWriterOptions Quick = Logs.Small with { RetryAfter = 5.Milliseconds(), RetryAtMost = 20.Milliseconds(), SyncAfter = 20.Milliseconds() };

    private readonly ScratchFolder scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sync", IoError)]
    [InlineData("write", IoError)]
    [InlineData("write", NoSpace)]
    public async Task One_failure_costs_a_segment_and_no_record(string call, int errno)
    {
        var storage = new TestStorage(scratch.Journal);
        using (var writer = JournalWriter.Open(storage, Quick))
        {
            for (var i = 0; i < 40; i++)
            {
                var left = i % 7 == 3 ? 1 : 0;
                storage.Errno = c => c == call && Interlocked.Decrement(ref left) == 0 ? errno : 0;
                var entry = writer.Append(new ClockTick { At = Samples.Noon.AddSeconds(i) }, "tests");
                Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(entry.Sequence, Cancelled));
            }

            Assert.InRange(writer.Health.Failures, 1, 40);
            Assert.Equal((false, 0), (writer.Health.IsDegraded, writer.Health.Lost));
        }

        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Empty(faults);
        var first = records[0].Sequence;
        Assert.Equal(Enumerable.Range(0, records.Count).Select(i => first + i), records.Select(r => r.Sequence));
        Assert.Equal(40, records[^1].Sequence);

        // Want of space is met by deleting oldest segments first.
        Assert.True(first == 1 || errno == NoSpace);
    }

    [Fact]
    public async Task What_could_not_be_cut_off_after_a_failed_sync_is_passed_over_by_readers()
    {
        var storage = new TestStorage(scratch.Journal);
        using (var writer = JournalWriter.Open(storage, Quick with { SegmentSize = new(1 << 20) }))
        {
            await Tick(writer, 3);
            var left = 2;
            storage.Errno = c => c == "cut" || (c == "sync" && Interlocked.Decrement(ref left) == 1) ? IoError : 0;
            await Tick(writer, 3);
        }

        Assert.Equal(2, Logs.Segments(scratch.Journal).Count);
        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Empty(faults);
        Assert.Equal([1, 2, 3, 4, 5, 6], records.Select(r => r.Sequence));
    }

    [Fact]
    public async Task A_failing_disk_is_told_of_and_memory_serves_until_it_heals()
    {
        var storage = new TestStorage(scratch.Journal);
        var healths = new System.Collections.Concurrent.ConcurrentQueue<JournalHealth>();
        using (var writer = JournalWriter.Open(storage, Quick with { Memory = Bytes.FromKiB(20) }))
        {
            writer.HealthChanged += healths.Enqueue;
            await Tick(writer, 5);
            storage.Errno = c => JournalStorageException.ReadOnly;
            var entry = writer.Append(new ClockTick { At = writer.LastAt }, "tests");
            Assert.Equal(Durability.NotDurable, await writer.MakeDurableAsync(entry.Sequence, Cancelled));
            Assert.Contains("errno 30", writer.Health.Reason, StringComparison.Ordinal);
            for (var i = 0; i < 500; i++)
            {
                writer.Append(new ClockTick { At = writer.LastAt }, "tests");
            }

            storage.Errno = _ => 0;
            await Until(() => !writer.Health.IsDegraded && writer.Health.Waiting == 0);
            Assert.InRange(writer.Health.Lost, 1, 500);
        }

        Assert.Equal([true, false], healths.Select(h => h.IsDegraded));
        var (records, faults) = Logs.Read(scratch.Journal);
        var gap = Assert.Single(faults);
        Assert.Equal(JournalFaultKind.DeclaredGap, gap.Kind);
        Assert.Contains("errno 30", gap.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5], records.Take(5).Select(r => r.Sequence));
        Assert.Equal(506, records[^1].Sequence);
    }

    [Fact]
    public async Task An_action_that_comes_while_the_reserve_is_written_gets_into_it_too()
    {
        var storage = new TestStorage(scratch.Journal);
        using var writer = JournalWriter.Open(storage, Quick with { Reserve = Bytes.FromKiB(64), RetryAfter = 1.Hours(), RetryAtMost = 1.Hours() });
        var late = new TaskCompletionSource<Task<Durability>>(TaskCreationOptions.RunContinuationsAsynchronously);
        storage.Errno = c =>
        {
            if (!writer.Health.IsDegraded)
            {
                return c is "create" or "write" ? NoSpace : 0;
            }

            // The reserve's own: what goes into it is settled by now.
            if (c == "sync" && !late.Task.IsCompleted)
            {
                var action = writer.Append(new StepStarted(1, 0, "grow") { At = writer.LastAt }, "tests");
                late.SetResult(writer.MakeDurableAsync(action.Sequence, Cancelled).AsTask());
            }

            return 0;
        };

        var ordinary = writer.Append(new ClockTick(), "tests");
        Assert.Equal(Durability.NotDurable, await writer.MakeDurableAsync(ordinary.Sequence, Cancelled));
        Assert.Equal(Durability.Durable, await await late.Task);
    }

    [Fact]
    public async Task Whoever_waits_for_a_disk_that_does_not_answer_is_told_in_time_and_Append_goes_on()
    {
        using var unblock = new ManualResetEventSlim();
        var storage = new TestStorage(scratch.Journal);
        using var writer = JournalWriter.Open(storage, Quick with { DurableWithin = 50.Milliseconds() });
        storage.Errno = c =>
        {
            if (c == "sync")
            {
                unblock.Wait();
            }

            return 0;
        };
        var first = writer.Append(new ClockTick(), "tests");
        Assert.Equal(Durability.NotDurable, await writer.MakeDurableAsync(first.Sequence, Cancelled));
        for (var i = 0; i < 1000; i++)
        {
            writer.Append(new ClockTick(), "tests");
        }

        unblock.Set();
        await Until(() => writer.Health.Waiting == 0);
        Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(first.Sequence, Cancelled));
    }

    [Fact]
    public async Task Many_who_wait_share_a_sync()
    {
        using var hold = new ManualResetEventSlim();
        var storage = new TestStorage(scratch.Journal);
        using var writer = JournalWriter.Open(storage, Logs.Small with { SegmentSize = new(1 << 20), SyncAfter = 1.Hours() });
        storage.Errno = c =>
        {
            if (c == "sync")
            {
                hold.Wait();
            }

            return 0;
        };
        var before = storage.Syncs;
        var waiting = Enumerable.Range(0, 100).Select(_ => writer.MakeDurableAsync(writer.Append(new ClockTick(), "tests").Sequence, Cancelled).AsTask()).ToList();
        hold.Set();
        Assert.All(await Task.WhenAll(waiting), d => Assert.Equal(Durability.Durable, d));
        Assert.InRange(storage.Syncs - before, 1, 3);
    }

    [Fact]
    public async Task A_segment_deleted_under_the_writer_becomes_a_declared_gap()
    {
        using (var writer = JournalWriter.Open(scratch.Journal, Quick with { SegmentSize = new(1 << 20) }))
        {
            await Tick(writer, 5);
            File.Delete(Logs.Segments(scratch.Journal).Single());
            await Tick(writer, 5);
        }

        var (records, faults) = Logs.Read(scratch.Journal);
        Assert.Equal(JournalFaultKind.DeclaredGap, Assert.Single(faults).Kind);
        Assert.Equal([6, 7, 8, 9, 10], records.Select(r => r.Sequence));
    }

    public void Dispose() => scratch.Dispose();

    internal static async Task Tick(JournalWriter writer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = writer.Append(new ClockTick { At = Samples.Noon.AddSeconds(writer.LastSequence) }, "tests");
            Assert.Equal(Durability.Durable, await writer.MakeDurableAsync(entry.Sequence, Cancelled));
        }
    }

    internal static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, Cancelled);
        }
    }
}
