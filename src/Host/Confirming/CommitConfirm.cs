using System.Collections.Concurrent;
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
/// <param name="wanted">The probes of the settings.</param>
/// <param name="holding">Those that reach their aim now.</param>
/// <param name="probe">Makes a probe for questions of one change alone, with its patience.</param>
/// <param name="within">How long a change may stay unconfirmed.</param>
internal sealed class CommitConfirm(
    IReadOnlyList<WantedProbe> wanted,
    Func<CancellationToken, Task<IReadOnlyList<HoldingProbe>>> holding,
    Func<WantedProbe, TimeSpan, HttpProbe> probe,
    DeadMansSwitch deadMansSwitch,
    UnconfirmedChanges unconfirmed,
    TimeSpan within,
    TimeProvider time) : IConfirmation, IAsyncDisposable
{
    /// <summary>How long a look that confirms a change waits for an answer: several must fit into the time that a change may stay unconfirmed.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <summary>A way that is open answers at once: what has been cut since the last look must not hold up its own repair.</summary>
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Cut by a change that was taken back, until their own look says that they hold again: what it says meanwhile is of the cut. Waited for by one
    /// change only: one that does not come back by then is cut by something else, whose repair must not wait for it.
    /// </summary>
    private readonly ConcurrentDictionary<WantedProbe, HoldingProbe> _cut = [];

    /// <summary>
    /// Takes up what the run before left unconfirmed. Until that is taken back the ways may be cut by it, and are no more once it is: they are remembered as cut. The process that
    /// holds the reversals may have been killed with the daemon: they are armed here too.
    /// </summary>
    /// <returns>The actions whose changes do not stay.</returns>
    public async Task<IReadOnlySet<long>> TakeUpAsync(CancellationToken cancellationToken)
    {
        var left = unconfirmed.Read();
        foreach (var (change, file, _) in left.Where(l => !l.IsTakenBack))
        {
            Remember(change.Probes.Intersect(wanted));
            try
            {
                await deadMansSwitch.ArmAsync(change.Action, change.Within, change.Reversals, file, cancellationToken);
            }
            catch (IOException)
            {
                // The process of the run before most likely does it.
            }
        }

        return left.Select(l => l.Change.Action).ToHashSet();
    }

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

        var file = "";
        if (reversals.Count > 0)
        {
            file = unconfirmed.Write(action, within, probes, reversals);
            await deadMansSwitch.ArmAsync(action, within, reversals, file, cancellationToken);
        }

        return new Change(this, action, file, probes, reversals.Count > 0, lasting);
    }

    public ValueTask DisposeAsync() => deadMansSwitch.DisposeAsync();

    /// <summary>Those that reach their aim at this moment: one that was cut meanwhile would blame the change that repairs it.</summary>
    private async Task<IReadOnlyList<WantedProbe>> StillHoldingAsync(CancellationToken cancellationToken)
    {
        var held = await holding(cancellationToken);
        var cut = _cut.Values.ToList();
        foreach (var known in held)
        {
            _cut.TryRemove(known.Wanted, out _);
        }

        var found = await Task.WhenAll(
            held.ExceptBy(cut.Select(c => c.Wanted), h => h.Wanted).Select(h => HoldsAsync(h, TimeSpan.Zero, cancellationToken))
                .Concat(cut.Select(c => HoldsAsync(c, within, cancellationToken))));
        return [.. found.OfType<WantedProbe>()];
    }

    /// <param name="patience">How long to look again while it does not reach its aim: the way that a change cut is there again soon after the change is not.</param>
    /// <returns>Null when it does not reach its aim.</returns>
    private async Task<WantedProbe?> HoldsAsync(HoldingProbe held, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var asked = probe(held.Wanted, Clamp(held.Took * 3, ShortestLook, LongestLook));
        var began = time.GetTimestamp();
        while (!(await asked.LookAsync(cancellationToken)).IsAsWanted(held.Wanted))
        {
            if (time.GetElapsedTime(began) >= patience)
            {
                _cut.TryRemove(held.Wanted, out _);
                return null;
            }

            await Task.Delay(Between, time, cancellationToken);
        }

        return held.Wanted;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;

    /// <param name="isPatient">Looks again for as long as the change can be taken back; else once.</param>
    /// <returns>Those that reach their aim no more, each with its cause; empty when all do.</returns>
    private async Task<IReadOnlyList<(WantedProbe Wanted, string Told)>> LookAsync(IReadOnlyList<HttpProbe> probes, bool isPatient, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = await Task.WhenAll(probes.Select(async p => (p.Wanted, Reach: await p.LookAsync(cancellationToken))));
            var broken = found.Where(f => !f.Reach.IsAsWanted(f.Wanted)).Select(f => (f.Wanted, $"{f.Wanted.Url} is reached no more ({f.Reach.Cause})")).ToList();

            // The daemon's own word comes before the switch goes off by itself.
            if (broken.Count == 0 || !isPatient || time.GetElapsedTime(began) + Between > within / 2)
            {
                return broken;
            }

            await Task.Delay(Between, time, cancellationToken);
        }
    }

    /// <param name="file">Where it is written down.</param>
    /// <param name="isArmed">Something of it can be taken back.</param>
    /// <param name="lasting">What of it cannot, as it could not be written down beforehand.</param>
    private sealed class Change(CommitConfirm owner, long action, string file, IReadOnlyList<WantedProbe> probes, bool isArmed, IReadOnlyList<string> lasting) : IUnconfirmedChange
    {
        public async Task<string?> ConfirmAsync(CancellationToken cancellationToken)
        {
            var asked = probes.Select(owner.Probe).ToList();
            try
            {
                var broken = await owner.LookAsync(asked, isArmed, cancellationToken);
                if (broken.Count > 0)
                {
                    owner.Remember(broken.Select(b => b.Wanted));
                    return string.Join("; ", broken.Select(b => b.Told)) + await TakeBackAsync();
                }

                if (isArmed && await owner.Switch.DisarmAsync(action, cancellationToken) is { Length: > 0 } late)
                {
                    UnconfirmedChanges.Forget(file);
                    return late;
                }

                return null;
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

            UnconfirmedChanges.Forget(file);
            return failures.Count > 0 ? "; could not take back all: " + string.Join("; ", failures) : "";
        }
    }

    private void Remember(IEnumerable<WantedProbe> cut)
    {
        foreach (var wanted in cut)
        {
            _cut[wanted] = new HoldingProbe(wanted, LongestLook);
        }
    }

    private HttpProbe Probe(WantedProbe wanted) => probe(wanted, within / 4 < LongestLook ? within / 4 : LongestLook);

    private DeadMansSwitch Switch => deadMansSwitch;
}
