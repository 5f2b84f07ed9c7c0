using System.Reactive;

namespace EventOps.Testing;

/// <summary>Keeps what it is told, and when.</summary>
public sealed class TestableObserver<T>(TestScheduler scheduler) : IObserver<T>
{
    private readonly List<Recorded<Notification<T>>> _messages = [];

    public IReadOnlyList<Recorded<Notification<T>>> Messages => _messages;

    public void OnNext(T value) => _messages.Add(new(scheduler.Clock, Notification.CreateOnNext(value)));

    public void OnError(Exception error) => _messages.Add(new(scheduler.Clock, Notification.CreateOnError<T>(error)));

    public void OnCompleted() => _messages.Add(new(scheduler.Clock, Notification.CreateOnCompleted<T>()));
}
