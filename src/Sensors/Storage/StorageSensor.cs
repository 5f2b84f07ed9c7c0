using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Threading.Channels;
using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>
/// The state of the disks, volume groups, mounts and folders that the settings speak of. What other sensors saw and what the kernel
/// tells of files says when to look; a look reads everything and tells what has changed, and at its end that it has looked.
/// </summary>
/// <param name="resync">How often all is looked at although nothing told of a change.</param>
public sealed class StorageSensor(StoragePolicy policy, LvmTool lvm, TimeSpan resync, TimeProvider time) : IAttentiveSensor
{
    /// <summary>Changes come in bursts: one look for all of them.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    /// <summary>The first wait for a correction that did not come about because something else had to come first, and after a look that could not read all.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>How soon it is looked again how far a move between disks has come.</summary>
    private static readonly TimeSpan MovedWithin = TimeSpan.FromSeconds(5);

    private const string Look = "look";

    private readonly Channel<string> _reasons = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private SecondLook? _again;
    private int _ended;

    /// <inheritdoc/>
    public string Name => SensorNames.Storage;

    /// <inheritdoc/>
    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        if (policy.IsEmpty)
        {
            return Disposable.Empty;
        }

        var stopping = new CancellationTokenSource();
        var again = new SecondLook(time, FirstWait, () => Wake("a correction did not come about"));
        _again = again;
        var gate = new Lock();
        var watch = SensorThread.Start(Name, new Gated(observer, gate), (_, stop) => StorageWatch.Run(policy, Wake, stop));
        Wake("the start");
        var looking = Task.Run(() => RunAsync(new Gated(observer, gate), stopping.Token));
        return Disposable.Create(() =>
        {
            stopping.Cancel();
            watch.Dispose();
            again.Dispose();
            _ = looking.ContinueWith(_ => stopping.Dispose(), TaskScheduler.Default);
        });
    });

    /// <inheritdoc/>
    public void Hear(Event e)
    {
        switch (e)
        {
            case MountChanged mount:
                Wake($"mount {mount.MountPoint} {Word(mount.Change)}");
                break;

            case BlockDeviceChanged block:
                Wake($"device {block.Name} {Word(block.Change)}");
                break;

            case ActionFinished { Intent: StorageCorrection or GrowVolume } finished:
                if (finished.Intent is StorageCorrection)
                {
                    Interlocked.Increment(ref _ended);
                }

                Wake("an action ended");
                break;

            case SensorGap:
                Wake("events were lost");
                break;

            case ProposalApproved:
                Wake("an operator said yes");
                break;

            case GuardVerdict { Verdict: Verdict.Refused } verdict when Resources.IsOfStorage(verdict.Resource):
                _again?.Ask();
                break;

            default:
                break;
        }
    }

    private static string Word(Change change) => change switch
    {
        Change.Added => "came",
        Change.Removed => "went",
        _ => "changed",
    };

    private void Wake(string reason)
    {
        if (!policy.IsEmpty)
        {
            _reasons.Writer.TryWrite(reason);
        }
    }

    private async Task RunAsync(IObserver<Event> observer, CancellationToken cancellationToken)
    {
        var parts = new SensorParts(Name, observer);
        var look = new StorageLook(policy, lvm, parts, observer);
        var wait = FirstWait;
        var isWhole = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var within = isWhole && look.IsMoving ? MovedWithin : isWhole ? resync : wait;
                var reason = await NextReasonAsync(within < resync ? within : resync, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Settling, time, cancellationToken).ConfigureAwait(false);
                while (_reasons.Reader.TryRead(out _))
                {
                    // Told of before the look begins: it sees what came of it.
                }

                // Growing while not all can be read, whatever else wakes it.
                wait = isWhole ? FirstWait : wait < resync ? wait * 2 : wait;
                isWhole = false;

                // What a look read before an action ended says nothing about after it: then there is one more.
                var ended = Volatile.Read(ref _ended);
                isWhole = await look.RunAsync(reason, () => Volatile.Read(ref _ended) == ended, cancellationToken).ConfigureAwait(false);
                parts.Works(Look);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever a part may throw: the sense goes on.
                parts.Fails(Look, $"a bug, {e.GetType().Name}: {e.Message}", "it looks again, at growing intervals; report it");
            }
        }
    }

    /// <summary>Waits for a reason; the time is one as well.</summary>
    private async Task<string> NextReasonAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            return await _reasons.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "from time to time";
        }
    }

    /// <summary>Two threads tell; an observer takes one event at a time.</summary>
    private sealed class Gated(IObserver<Event> observer, Lock gate) : IObserver<Event>
    {
        public void OnNext(Event value)
        {
            lock (gate)
            {
                observer.OnNext(value);
            }
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted()
        {
        }
    }
}
