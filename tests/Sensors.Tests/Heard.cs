using System.Diagnostics;
using EventOps.Model;

namespace EventOps.Sensors.Tests;

/// <summary>A subscription that keeps what a sensor says, and waits for what it is to say.</summary>
internal sealed class Heard : IObserver<Event>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Event> _events = [];
    private readonly IDisposable _subscription;

    public Heard(ISensor sensor) => _subscription = sensor.Events.Subscribe(this);

    /// <summary>What feeds the sensor and has to end before it.</summary>
    public IDisposable? Before { get; init; }

    public IReadOnlyList<Event> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Waits for such an event among those from this place on.</summary>
    public async Task<T> AsyncOf<T>(Func<T, bool>? predicate = null, int from = 0)
        where T : Event
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            if (Events.Skip(from).OfType<T>().FirstOrDefault(predicate ?? (_ => true)) is { } found)
            {
                return found;
            }

            Assert.True(began.Elapsed < Patience, $"no {typeof(T).Name}; heard:\n{string.Join('\n', Events.TakeLast(20))}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void OnNext(Event value)
    {
        lock (_events)
        {
            _events.Add(value);
        }
    }

    public void OnError(Exception error) => OnNext(new SensorFailed("stream", "", error.Message, "a bug"));

    public void OnCompleted()
    {
    }

    public void Dispose()
    {
        Before?.Dispose();
        _subscription.Dispose();
    }
}
