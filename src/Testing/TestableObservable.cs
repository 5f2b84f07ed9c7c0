using System.Reactive;
using System.Reactive.Disposables;

namespace EventOps.Testing;

/// <summary>A stream with set messages, which also tells when it was subscribed to.</summary>
public sealed class TestableObservable<T> : IObservable<T>
{
    private readonly TestScheduler _scheduler;
    private readonly bool _isHot;
    private readonly List<IObserver<T>> _observers = [];
    private readonly List<Subscription> _subscriptions = [];

    internal TestableObservable(TestScheduler scheduler, bool isHot, IReadOnlyList<Recorded<Notification<T>>> messages)
    {
        (_scheduler, _isHot, Messages) = (scheduler, isHot, messages);
        if (isHot)
        {
            foreach (var message in messages)
            {
                scheduler.At(message.Time, () => _observers.ToList().ForEach(message.Value.Accept));
            }
        }
    }

    public IReadOnlyList<Recorded<Notification<T>>> Messages { get; }

    public IReadOnlyList<Subscription> Subscriptions => _subscriptions;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        _observers.Add(observer);
        var place = _subscriptions.Count;
        _subscriptions.Add(new Subscription(_scheduler.Clock));
        var waiting = new CompositeDisposable();
        if (!_isHot)
        {
            foreach (var message in Messages)
            {
                waiting.Add(_scheduler.At(_scheduler.Clock + message.Time, () => message.Value.Accept(observer)));
            }
        }

        return Disposable.Create(() =>
        {
            _observers.Remove(observer);
            waiting.Dispose();
            _subscriptions[place] = _subscriptions[place] with { Unsubscribe = _scheduler.Clock };
        });
    }
}

/// <summary>From when to when someone listened, in ticks.</summary>
public readonly record struct Subscription(long Subscribe, long Unsubscribe = long.MaxValue);
