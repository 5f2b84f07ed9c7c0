using System.Reactive.Linq;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors.Tests;

/// <summary>What becomes of a sense whose source fails, or that has a bug.</summary>
public sealed class SensorThreadTests
{
    [Fact]
    public async Task A_sense_that_fails_in_whatever_way_is_told_of_and_started_again()
    {
        Exception[] failures = [new IOException("gone"), new ArgumentException("odd")];
        using var heard = new Heard(new Failing(failures));
        await heard.AsyncOf<ClockTick>();
        Assert.Equal(["gone", "a bug, ArgumentException: odd"], heard.Events.OfType<SensorFailed>().Select(f => f.Reason));
        Assert.Equal(2, heard.Events.OfType<SensorRecovered>().Count());
    }

    /// <summary>Fails in each of these ways, and works then.</summary>
    private sealed class Failing(Exception[] failures) : ISensor
    {
        private int _begun;

        public string Name => "failing";

        public IObservable<Event> Events => Observable.Create<Event>(observer => SensorThread.Start(Name, observer, Watch));

        private void Watch(IObserver<Event> observer, EventDescriptor stop)
        {
            if (_begun++ < failures.Length)
            {
                throw failures[_begun - 1];
            }

            observer.OnNext(new ClockTick());
            Poll.Wait([new PollRequest(stop.Handle, PollEvents.Readable)]);
        }
    }
}
