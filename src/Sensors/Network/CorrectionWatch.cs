using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Sees to it that a correction that did not come about is thought of again: refused because another had not ended, or failed because
/// something else must come first. The waits grow while that goes on. One that came about is looked after once: what something else undid before
/// any sense had told of it looks as if nothing had happened.
/// </summary>
public sealed class CorrectionWatch : IAttentiveSensor, IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than it takes any sense to tell.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    private readonly SecondLook _again;
    private readonly SecondLook _after;
    private IObserver<Event>? _observer;

    public CorrectionWatch(TimeProvider time)
    {
        _again = new SecondLook(time, First, () => _observer?.OnNext(new NetworkLooked("a correction did not come about")));
        _after = new SecondLook(time, After, () => _observer?.OnNext(new NetworkLooked("something was corrected")));
    }

    public string Name => "corrections";

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        _observer = observer;
        return Disposable.Create(Dispose);
    });

    public void Hear(Event e)
    {
        var isOpen = e switch
        {
            GuardVerdict { Verdict: Verdict.Refused } verdict => Resources.IsOfNetwork(verdict.Resource),
            ActionFinished { Intent: Correction, Outcome: Outcome.Failed or Outcome.Refused or Outcome.Abandoned } finished =>
                Resources.IsOfNetwork(finished.Intent.Resource),
            _ => false,
        };
        if (isOpen)
        {
            _again.Ask();
        }

        if (e is ActionFinished { Intent: NetworkCorrection, Outcome: Outcome.Succeeded })
        {
            _after.Ask();
        }
    }

    public void Dispose()
    {
        _again.Dispose();
        _after.Dispose();
    }
}
