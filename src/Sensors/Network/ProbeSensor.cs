using System.Reactive.Linq;
using System.Threading.Channels;
using EventOps.Linux.Namespaces;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Asks over HTTP what the settings name, each probe in its own time, and at once after a correction. Tells of changes only.</summary>
public sealed class ProbeSensor : IAttentiveSensor
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<ProbeWatch> _watches;
    private readonly TimeProvider _time;

    public ProbeSensor(IEnumerable<WantedProbe> probes, NetworkNamespace network, TimeProvider time)
    {
        _time = time;
        _watches = [.. probes.Select(p => new ProbeWatch(p, network, time))];
    }

    public string Name => "probes";

    public IObservable<Event> Events => _watches.Select(w => w.Results).Merge();

    /// <summary>Probes that should reach something, and did when they last looked, each with how long the answer took.</summary>
    public IReadOnlyList<HoldingProbe> Holding =>
        [.. _watches.Where(w => w.Wanted.IsReachable && w.Last is { IsReachable: true }).Select(w => new HoldingProbe(w.Wanted, w.Took))];

    /// <summary>As <see cref="Holding"/>, once each has looked at least once. A way that is open answers at once: for others this waits no longer than <see cref="FirstLook"/>.</summary>
    public async Task<IReadOnlyList<HoldingProbe>> FindHoldingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.WhenAll(_watches.Select(w => w.Looked)), Task.Delay(FirstLook, _time, cancellationToken));
        return Holding;
    }

    public void Hear(Event e)
    {
        // One that failed may have cut a way for as long as it stood.
        if (e is ActionFinished { Intent: NetworkCorrection, Outcome: Outcome.Succeeded or Outcome.Failed })
        {
            foreach (var watch in _watches)
            {
                watch.LookNow();
            }
        }
    }

    private sealed class ProbeWatch(WantedProbe wanted, NetworkNamespace network, TimeProvider time)
    {
        private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile Reach? _last;
        private long _tookTicks;

        public WantedProbe Wanted => wanted;

        public Task Looked => _looked.Task;

        public Reach? Last => _last;

        public TimeSpan Took => TimeSpan.FromTicks(Volatile.Read(ref _tookTicks));

        public IObservable<Event> Results => Observable.Create<Event>((observer, stop) => WatchAsync(observer, stop));

        public void LookNow() => _wake.Writer.TryWrite(true);

        private async Task WatchAsync(IObserver<Event> observer, CancellationToken stop)
        {
            using var probe = new HttpProbe(wanted, network.Share(), time);
            while (!stop.IsCancellationRequested)
            {
                var began = time.GetTimestamp();
                var reach = await probe.LookAsync(stop);
                Volatile.Write(ref _tookTicks, time.GetElapsedTime(began).Ticks);
                if (reach != _last)
                {
                    _last = reach;
                    observer.OnNext(new ReachChanged(reach));
                }

                _looked.TrySetResult();

                await WaitAsync(stop);
            }
        }

        private async Task WaitAsync(CancellationToken stop)
        {
            using var due = new CancellationTokenSource(wanted.Every, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stop);
            try
            {
                await _wake.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // Its time has come.
            }
        }
    }
}

/// <summary>A probe that reached its aim.</summary>
/// <param name="Took">From the connection to the end of the answer.</param>
public sealed record HoldingProbe(WantedProbe Wanted, TimeSpan Took);
