using EventOps.Actuators;
using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Journal;
using Microsoft.Extensions.Time.Testing;

namespace EventOps.Replay.Tests;

/// <summary>The daemon's own pipeline, guard, board, executor and journal with random events coming in; only rule process and actuator are stood in for.</summary>
internal sealed class LiveRun(string folder, Random random, FakeTimeProvider time)
{
    public async Task RunAsync(int events, bool isFirst)
    {
        using var journal = JournalWriter.Open(folder, new JournalWriterOptions { Compress = false }, time);
        var (inbox, board, guard) = (new Inbox(), new EventBoard(), new ActionGuard());
        new Recovery(guard, board).Read(folder, journal.LastAt);
        var link = new FakeRuleLink(inbox, board, random);
        using var executor = new ActionExecutor([new FakeActuator(random)], inbox, new NoDurability(), time);
        using var pipeline = new EventPipeline(inbox, journal, new StreamClock(time, journal.LastAt), board, guard, link, executor);
        var running = pipeline.RunAsync(TestContext.Current.CancellationToken);
        var source = new RandomEvents(random);
        await PostAsync(inbox, new DaemonStarted("test", isFirst ? "a" : "b", 1));
        await PostAsync(inbox, source.Settings());
        link.SwapIn();
        for (var i = 0; i < events; i++)
        {
            await PostAsync(inbox, source.Next());
            Disturb(link, random.Next(180));
            await SettleAsync(inbox);
            time.Advance(TimeSpan.FromMilliseconds(random.Next(10) == 0 ? random.Next(3_600_000) : random.Next(2000)));
        }

        if (random.Next(4) != 0)
        {
            link.Keep();
        }

        link.AnswerAll();
        await PostAsync(inbox, new DaemonStopping("enough"));
        await executor.StopAsync(TestContext.Current.CancellationToken);
        inbox.Complete();
        await running;
    }

    private static void Disturb(FakeRuleLink link, int how)
    {
        switch (how)
        {
            case 0 or 1:
                link.SwapIn();
                break;
            case 2:
                link.Kill();
                break;
            case < 10:
                link.Keep();
                break;
            default:
                break;
        }
    }

    /// <summary>Waits until what was posted has been dealt with, and what that posted too.</summary>
    private static async Task SettleAsync(Inbox inbox)
    {
        for (var round = 0; round < 2; round++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            inbox.Post(done.SetResult);
            await done.Task;
        }
    }

    private static Task PostAsync(Inbox inbox, Event e) => inbox.PostAsync(e, "test", null, TestContext.Current.CancellationToken);

    private sealed class NoDurability : IDurability
    {
        public Task MakeDurableAsync(long sequence, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class FakeActuator(Random random) : IActuator, IStep
    {
        private readonly Random _random = new(random.Next());

        public string Does => "pretend";

        public bool CanCarryOut(Intent intent) => true;

        public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => new([this]);

        public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => new("so");

        public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => new(Next(8) == 0 ? new Readiness.AlreadySo() : new Readiness.Ready());

        public ValueTask ApplyAsync(CancellationToken cancellationToken) =>
            Next(20) == 0 ? throw new AbandonedException("it hangs") : ValueTask.CompletedTask;

        public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => new(Next(3) != 0);

        public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        private int Next(int below)
        {
            lock (_random)
            {
                return _random.Next(below);
            }
        }
    }
}
