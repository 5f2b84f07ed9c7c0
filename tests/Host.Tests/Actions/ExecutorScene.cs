using System.Threading.Channels;
using EventOps.Actuators;
using EventOps.Host.Actions;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Tests.Actions;

/// <summary>An executor with hands made by the test, and somebody at the other end of the inbox.</summary>
internal sealed class ExecutorScene : IDurability, IAsyncDisposable
{
    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
    private readonly Task _pump;

    public ExecutorScene(Func<List<string>, IReadOnlyList<IStep>> steps)
        : this(new FakeActuator(_ => throw new InvalidOperationException()), steps)
    {
    }

    public ExecutorScene(IActuator actuator)
        : this(actuator, null)
    {
    }

    private ExecutorScene(IActuator actuator, Func<List<string>, IReadOnlyList<IStep>>? steps)
    {
        Executor = new ActionExecutor([steps is null ? actuator : new FakeActuator(_ => steps(Calls))], Inbox, this, TimeProvider.System);
        _pump = PumpAsync();
    }

    public static GrowVolume Intent { get; } = new("data", Bytes.FromGiB(2), "test");

    /// <summary>What was asked of steps, of the journal and of the stream, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<Event> Events { get; } = [];

    public Inbox Inbox { get; } = new();

    public ActionExecutor Executor { get; }

    /// <summary>Not completed: the journal's disk is slow.</summary>
    public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDurableAtOnce { get; init; } = true;

    public async Task MakeDurableAsync(long sequence, CancellationToken cancellationToken)
    {
        Note("durable asked");
        if (!IsDurableAtOnce)
        {
            await Durable.Task.WaitAsync(cancellationToken);
        }

        Note("durable");
    }

    public async Task<ActionFinished> RunAsync(Intent? intent = null)
    {
        Executor.Begin(7, intent ?? Intent);
        return await NextAsync<ActionFinished>();
    }

    public async Task<T> NextAsync<T>()
        where T : Event
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await _events.Reader.ReadAsync(limit.Token) is T wanted)
            {
                return wanted;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Durable.TrySetResult();
        await Executor.StopAsync(CancellationToken.None);
        Inbox.Complete();
        await _pump;
        Executor.Dispose();
    }

    private async Task PumpAsync()
    {
        long sequence = 100;
        while (await Inbox.WaitToReadAsync(CancellationToken.None))
        {
            while (Inbox.TryTake(out var incoming))
            {
                Note(incoming.Event!.GetType().Name);
                Events.Add(incoming.Event);
                _events.Writer.TryWrite(incoming.Event);
                incoming.Placed?.TrySetResult(++sequence);
            }
        }
    }

    private void Note(string what)
    {
        lock (Calls)
        {
            Calls.Add(what);
        }
    }
}
