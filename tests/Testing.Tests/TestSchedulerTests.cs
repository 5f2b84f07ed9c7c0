using System.Reactive.Linq;

namespace EventOps.Testing.Tests;

public class TestSchedulerTests
{
    private readonly TestScheduler _scheduler = new();

    [Fact]
    public void A_hot_stream_goes_on_before_anyone_listens()
    {
        var source = _scheduler.CreateHotObservable(ReactiveTest.OnNext(150, "early"), ReactiveTest.OnNext(210, "a"), ReactiveTest.OnCompleted<string>(300));
        var seen = _scheduler.Start(() => source);
        Assert.Equal([ReactiveTest.OnNext(210, "a"), ReactiveTest.OnCompleted<string>(300)], seen.Messages);
        Assert.Equal(new Subscription(200, 1000), Assert.Single(source.Subscriptions));
    }

    [Fact]
    public void A_cold_stream_begins_with_each_listener()
    {
        var source = _scheduler.CreateColdObservable(ReactiveTest.OnNext(10, 1), ReactiveTest.OnNext(20, 2));
        var seen = _scheduler.Start(() => source);
        Assert.Equal([ReactiveTest.OnNext(210, 1), ReactiveTest.OnNext(220, 2)], seen.Messages);
        Assert.Equal(new Subscription(200, 1000), Assert.Single(source.Subscriptions));
    }

    [Fact]
    public void Operators_of_time_run_on_it()
    {
        var source = _scheduler.CreateHotObservable(ReactiveTest.OnNext(210, 1), ReactiveTest.OnNext(220, 2), ReactiveTest.OnNext(400, 3));
        var seen = _scheduler.Start(() => source.Throttle(TimeSpan.FromTicks(50), _scheduler));
        Assert.Equal([ReactiveTest.OnNext(270, 2), ReactiveTest.OnNext(450, 3)], seen.Messages);
    }

    [Fact]
    public void An_error_is_a_message_too()
    {
        var error = new InvalidOperationException("no");
        var seen = _scheduler.Start(() => _scheduler.CreateColdObservable(ReactiveTest.OnError<int>(5, error)));
        Assert.Equal([ReactiveTest.OnError<int>(205, error)], seen.Messages);
    }
}
