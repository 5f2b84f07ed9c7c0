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
/// <param name="probe">Makes a probe for questions of one change alone, with its patience.</param>
/// <param name="within">How long a change may stay unconfirmed.</param>
internal sealed class CommitConfirm(
    Func<CancellationToken, Task<IReadOnlyList<HoldingProbe>>> holding,
    Func<WantedProbe, TimeSpan, HttpProbe> probe,
    DeadMansSwitch deadMansSwitch,
    TimeSpan within,
    TimeProvider time) : IConfirmation, IAsyncDisposable
{
    /// <summary>How long a look that confirms a change waits for an answer: several must fit into the time that a change may stay unconfirmed.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <summary>A way that is open answers at once: what has been cut since the last look must not hold up its own repair.</summary>
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    public async ValueTask<IUnconfirmedChange?> ArmAsync(long action, IReadOnlyList<IStep> steps, CancellationToken cancellationToken)
    {
        var reversals = new List<Reversal>();
        var lasting = new List<string>();
        foreach (var step in steps.OfType<IReversibleStep>().Where(s => s.CanCut))
        {
            if (await step.ReversalAsync(cancellationToken) is { } reversal)
            {
                reversals.Add(reversal);
            }
            else
            {
                lasting.Add(step.Does);
            }
        }

        if (reversals.Count + lasting.Count == 0 || await StillHoldingAsync(cancellationToken) is not { Count: > 0 } probes)
        {
            return null;
        }

        if (reversals.Count > 0)
        {
            await deadMansSwitch.ArmAsync(action, within, reversals, cancellationToken);
        }

        return new Change(this, action, probes, reversals.Count > 0, lasting);
    }

    public ValueTask DisposeAsync() => deadMansSwitch.DisposeAsync();

    /// <summary>Those that reach their aim at this moment: one that was cut meanwhile would blame the change that repairs it.</summary>
    private async Task<IReadOnlyList<WantedProbe>> StillHoldingAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll((await holding(cancellationToken)).Select(async held =>
        {
            using var asked = probe(held.Wanted, Clamp(held.Took * 3, ShortestLook, LongestLook));
            return (held.Wanted, Reach: await asked.LookAsync(cancellationToken));
        }));
        return [.. found.Where(f => HttpProbe.Holds(f.Wanted, f.Reach)).Select(f => f.Wanted)];
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;

    /// <param name="isPatient">Looks again for as long as the change can be taken back; else once.</param>
    /// <returns>The causes of those that reach their aim no more; empty when all do.</returns>
    private async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<HttpProbe> probes, bool isPatient, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = await Task.WhenAll(probes.Select(async p => (p.Wanted, Reach: await p.LookAsync(cancellationToken))));
            var broken = found.Where(f => !HttpProbe.Holds(f.Wanted, f.Reach)).Select(f => $"{f.Wanted.Url} is reached no more ({f.Reach.Cause})").ToList();

            // The daemon's own word comes before the switch goes off by itself.
            if (broken.Count == 0 || !isPatient || time.GetElapsedTime(began) + Between > within / 2)
            {
                return broken;
            }

            await Task.Delay(Between, time, cancellationToken);
        }
    }

    /// <param name="isArmed">Something of it can be taken back.</param>
    /// <param name="lasting">What of it cannot, as it could not be written down beforehand.</param>
    private sealed class Change(CommitConfirm owner, long action, IReadOnlyList<WantedProbe> probes, bool isArmed, IReadOnlyList<string> lasting) : IUnconfirmedChange
    {
        public async Task<string?> ConfirmAsync(CancellationToken cancellationToken)
        {
            var asked = probes.Select(owner.Probe).ToList();
            try
            {
                var broken = await owner.LookAsync(asked, isArmed, cancellationToken);
                if (broken.Count > 0)
                {
                    return string.Join("; ", broken) + await TakeBackAsync();
                }

                return isArmed && await owner.Switch.DisarmAsync(action, cancellationToken) is { Length: > 0 } late ? late : null;
            }
            finally
            {
                asked.ForEach(p => p.Dispose());
            }
        }

        public async Task<string> TakeBackAsync()
        {
            var failures = lasting.Select(does => $"'{does}' stays, as nothing could be written down that undoes it").ToList();
            if (isArmed && await owner.Switch.TakeBackAsync(action) is { Length: > 0 } failure)
            {
                failures.Add(failure);
            }

            return failures.Count > 0 ? "; could not take back all: " + string.Join("; ", failures) : "";
        }
    }

    private HttpProbe Probe(WantedProbe wanted) => probe(wanted, within / 4 < LongestLook ? within / 4 : LongestLook);

    private DeadMansSwitch Switch => deadMansSwitch;
}
