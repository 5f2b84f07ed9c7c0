using System.Diagnostics;
using EventOps.Model;
using EventOps.Sensors;

namespace EventOps.Network.Tests;

/// <summary>What a sense of the network has told, added up as the rules add it up.</summary>
internal sealed class SensedFacts : IObserver<Event>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(Type, string), IFact> _facts = [];
    private readonly IDisposable _subscription;
    private int _reads;
    private Exception? _error;

    public SensedFacts(ISensor sensor) => _subscription = sensor.Events.Subscribe(this);

    public IReadOnlySet<IFact> Facts
    {
        get
        {
            lock (_facts)
            {
                return _facts.Values.ToHashSet();
            }
        }
    }

    /// <summary>Waits until it has read all so many times.</summary>
    public Task ReadAsync(int times) => UntilAsync(_ => Volatile.Read(ref _reads) >= times, () => "it never read all");

    public async Task UntilAsync(Func<IReadOnlySet<IFact>, bool> holds, Func<string> otherwise)
    {
        var began = Stopwatch.StartNew();
        while (!holds(Facts))
        {
            Assert.True(began.Elapsed < Patience && _error is null, $"{_error}{otherwise()}\ntold:\n{string.Join('\n', Facts)}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public void OnNext(Event value)
    {
        switch (value)
        {
            case LinkChanged { Link: var it } changed:
                Apply(changed.Change, it);
                break;
            case AddressChanged { Address: var it } changed:
                Apply(changed.Change, it);
                break;
            case RouteChanged { Route: var it } changed:
                Apply(changed.Change, it);
                break;
            case RoutingRuleChanged { Rule: var it } changed:
                Apply(changed.Change, it);
                break;
            case NeighbourChanged { Neighbour: var it } changed:
                Apply(changed.Change, it);
                break;
            case NetworkRead:
                Interlocked.Increment(ref _reads);
                break;
            default:
                break;
        }
    }

    public void OnError(Exception error) => _error = error;

    public void OnCompleted()
    {
    }

    public void Dispose() => _subscription.Dispose();

    private void Apply(Change change, IFact fact)
    {
        lock (_facts)
        {
            if (change is Change.Removed)
            {
                _error ??= _facts.Remove((fact.GetType(), fact.Key)) ? null : new InvalidOperationException($"{fact} was never told of");
            }
            else
            {
                _facts[(fact.GetType(), fact.Key)] = fact;
            }
        }
    }
}
