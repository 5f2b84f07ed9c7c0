using System.Reactive;
using System.Reactive.Concurrency;

namespace EventOps.Testing;

/// <summary>
/// Virtual time for streams, in ticks, with the names that Rx's own test scheduler has: a test moves to that one unchanged.
/// </summary>
public sealed class TestScheduler : VirtualTimeScheduler<long, long>
{
    /// <summary>When <see cref="Start{T}(Func{IObservable{T}})"/> makes the stream.</summary>
    public const long Created = 100;

    /// <summary>When it subscribes.</summary>
    public const long Subscribed = 200;

    /// <summary>When it disposes the subscription.</summary>
    public const long Disposed = 1000;

    public TestScheduler()
        : base(0, Comparer<long>.Default)
    {
    }

    /// <summary>A stream whose messages come at these times whether anyone listens or not.</summary>
    public TestableObservable<T> CreateHotObservable<T>(params Recorded<Notification<T>>[] messages) => new(this, isHot: true, messages);

    /// <summary>A stream whose messages come so long after each subscription.</summary>
    public TestableObservable<T> CreateColdObservable<T>(params Recorded<Notification<T>>[] messages) => new(this, isHot: false, messages);

    public TestableObserver<T> CreateObserver<T>() => new(this);

    /// <summary>Makes the stream at 100, subscribes at 200, disposes at 1000, and runs all of it.</summary>
    public TestableObserver<T> Start<T>(Func<IObservable<T>> create) => Start(create, Created, Subscribed, Disposed);

    /// <summary>As above, at given times.</summary>
    public TestableObserver<T> Start<T>(Func<IObservable<T>> create, long created, long subscribed, long disposed)
    {
        ArgumentNullException.ThrowIfNull(create);
        var observer = CreateObserver<T>();
        IObservable<T>? source = null;
        IDisposable? subscription = null;
        At(created, () => source = create());
        At(subscribed, () => subscription = source!.Subscribe(observer));
        At(disposed, () => subscription!.Dispose());
        Start();
        return observer;
    }

    internal IDisposable At(long time, Action action) => ScheduleAbsolute(this, time, (_, _) =>
    {
        action();
        return System.Reactive.Disposables.Disposable.Empty;
    });

    /// <remarks>What is due in the past comes in the next tick, as with Rx's own.</remarks>
    public override IDisposable ScheduleAbsolute<TState>(TState state, long dueTime, Func<IScheduler, TState, IDisposable> action) =>
        base.ScheduleAbsolute(state, dueTime <= Clock ? Clock + 1 : dueTime, action);

    protected override long Add(long absolute, long relative) => absolute + relative;

    protected override DateTimeOffset ToDateTimeOffset(long absolute) => new(absolute, TimeSpan.Zero);

    protected override long ToRelative(TimeSpan timeSpan) => timeSpan.Ticks;
}
