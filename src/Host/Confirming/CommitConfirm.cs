using EventOps.Actuators;
using EventOps.Actuators.Network.Reversals;
using EventOps.Host.Actions;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Host.Confirming;

/// <summary>
/// Commit-confirm for firewall and routes: the probes that reached their aim before a change must reach it after, or the change is taken back.
/// Probes that did not reach theirs before say nothing: a broken network is repaired step by step.
/// </summary>
/// <param name="holding">The probes that reach their aim now.</param>
/// <param name="probe">Makes a probe for questions of this change alone.</param>
/// <param name="within">How long a change may stay unconfirmed.</param>
internal sealed class CommitConfirm(
    Func<CancellationToken, Task<IReadOnlyList<WantedProbe>>> holding, Func<WantedProbe, HttpProbe> probe, DeadMansSwitch deadMansSwitch, TimeSpan within, TimeProvider time) : IConfirmation, IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    public async ValueTask<IUnconfirmedChange?> ArmAsync(long action, IReadOnlyList<IStep> steps, CancellationToken cancellationToken)
    {
        var reversals = new List<Reversal>();
        foreach (var step in steps.OfType<IReversibleStep>())
        {
            if (await step.ReversalAsync(cancellationToken) is { } reversal)
            {
                reversals.Add(reversal);
            }
        }

        if (reversals.Count == 0 || await holding(cancellationToken) is not { Count: > 0 } probes)
        {
            return null;
        }

        await deadMansSwitch.ArmAsync(action, within, reversals, cancellationToken);
        return new Change(this, action, probes);
    }

    public ValueTask DisposeAsync() => deadMansSwitch.DisposeAsync();

    /// <returns>The causes of those that reach their aim no more; empty when all do.</returns>
    private async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<HttpProbe> probes, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = await Task.WhenAll(probes.Select(async p => (p.Wanted, Reach: await p.LookAsync(cancellationToken))));
            var broken = found.Where(f => !HttpProbe.Holds(f.Wanted, f.Reach)).Select(f => $"{f.Wanted.Url} is reached no more ({f.Reach.Cause})").ToList();

            // The daemon's own word comes before the switch goes off by itself.
            if (broken.Count == 0 || time.GetElapsedTime(began) + Between > within / 2)
            {
                return broken;
            }

            await Task.Delay(Between, time, cancellationToken);
        }
    }

    private sealed class Change(CommitConfirm owner, long action, IReadOnlyList<WantedProbe> probes) : IUnconfirmedChange
    {
        public async Task<string?> ConfirmAsync(CancellationToken cancellationToken)
        {
            var asked = probes.Select(owner.Probe).ToList();
            try
            {
                var broken = await owner.LookAsync(asked, cancellationToken);
                if (broken.Count > 0)
                {
                    return string.Join("; ", broken) + await TakeBackAsync();
                }

                await owner.Switch.DisarmAsync(action, cancellationToken);
                return null;
            }
            finally
            {
                asked.ForEach(p => p.Dispose());
            }
        }

        public async Task<string> TakeBackAsync() =>
            await owner.Switch.TakeBackAsync(action) is { Length: > 0 } failure ? $"; could not take back all: {failure}" : "";
    }

    private HttpProbe Probe(WantedProbe wanted) => probe(wanted);

    private DeadMansSwitch Switch => deadMansSwitch;
}
