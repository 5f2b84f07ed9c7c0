using System.Reactive.Linq;
using System.Net.Sockets;
using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// The packet filter: rules that stand in the way of what is wanted, and the daemon's own table. A first change is read at once, further
/// ones at most every <see cref="Round"/>; legacy tables tell nothing and are read every <see cref="LegacyRound"/> where there are any.
/// </summary>
public sealed class FilterSensor(NetworkPolicy policy, NetworkNamespace network, TimeSpan resync, TimeProvider time) : ISensor
{
    /// <summary>The least time between two listings that change brought.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at legacy tables.</summary>
    public static readonly TimeSpan LegacyRound = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks whether there are any: a file of /proc.</summary>
    private static readonly TimeSpan LegacyLook = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<WantedFlow> _flows = NetworkPlan.FlowsOf(policy);
    private readonly string[] _own = [.. OwnTable.RulesOf(policy)];

    public string Name => NetworkSenses.Filter;

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        // What changes while it is started again is told then.
        var told = new FactDifferences();
        return SensorThread.Start(Name, observer, (o, stop) => Watch(o, stop, told));
    });

    private void Watch(IObserver<Event> observer, EventDescriptor stop, FactDifferences told)
    {
        using var monitor = NftMonitor.Open(network);
        using var session = NftablesSession.Open(network);
        var isRead = false;
        string? author = null;
        var clock = new MonotonicClock(time);
        var (next, isDirty, isLegacy) = (clock.Now, true, false);
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(monitor.Handle, PollEvents.Readable)];
        while (requests[0].Returned is PollEvents.None)
        {
            if (isDirty && clock.Now >= next)
            {
                isDirty = false;
                var view = Read(session, out var own);
                var legacy = Legacy(out isLegacy);
                foreach (var e in told.To([own, .. FilterJudge.StandingInTheWay(view, _flows), .. FilterJudge.PoliciesInTheWay(view, _flows), .. legacy], _ => author))
                {
                    observer.OnNext(e);
                }

                author = null;

                if (!isRead)
                {
                    isRead = true;
                    observer.OnNext(new NetworkRead(Name));
                }

                next = clock.Now + Round;
            }

            Poll.Wait(requests, isDirty ? next - clock.Now : isLegacy ? LegacyRound : LegacyLook);
            isDirty |= requests[1].Returned is not PollEvents.None ? Drain(monitor, ref author) : isLegacy || HasLegacy() || clock.Now - next > resync;
        }
    }

    /// <summary>Takes all that waits; what it was, the listing shows. A loss counts.</summary>
    /// <param name="author">Who made the last change that was not the daemon's own.</param>
    private static bool Drain(NftMonitor monitor, ref string? author)
    {
        var changes = new List<NftChange>();
        var any = false;
        for (var kind = monitor.Receive(changes); kind is not NetlinkReadingKind.Empty; kind = monitor.Receive(changes))
        {
            any |= kind is NetlinkReadingKind.Received or NetlinkReadingKind.Lost;
            foreach (var change in changes)
            {
                author = change.WriterThread == 0 ? author : ChangeAuthor.OfThread(change.WriterThread, change.WriterName) ?? author;
            }

            changes.Clear();
        }

        return any;
    }

    private bool HasLegacy() =>
        LegacyTables.Names(network, AddressFamily.InterNetwork).Count > 0 || LegacyTables.Names(network, AddressFamily.InterNetworkV6).Count > 0;

    private List<FilterRule> Legacy(out bool areAny)
    {
        var found = new List<FilterRule>();
        areAny = HasLegacy();
        foreach (var family in areAny ? [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6] : (AddressFamily[])[])
        {
            try
            {
                // On a thread of this sense alone, so that waiting holds up nobody.
                var (chains, rules) = LegacyTables.ReadAsync(network, family).GetAwaiter().GetResult();
                found.AddRange(LegacyRules.InTheWay(chains, rules, _flows));
            }
            catch (Exception e) when (e is CommandException or FormatException)
            {
                throw new IOException($"legacy tables cannot be read: {e.Message}", e);
            }
        }

        return found;
    }

    private FilterView Read(NftablesSession session, out OwnFilter own)
    {
        try
        {
            var rules = session.Read();
            own = Own(rules);
            return FilterView.Of(rules);
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private OwnFilter Own(NftRuleset rules)
    {
        var present = rules.Rules.Where(r => r is { Family: "inet", Table: OwnTable.Name }).Select(r => r.Text).ToList();
        var chain = rules.Chains.FirstOrDefault(c => c is { Family: "inet", Table: OwnTable.Name });
        var isHooked = chain is { Hook: "input", Policy: "accept", Priority: OwnTable.Priority };
        var missing = _own.Except(present).ToList();
        var foreign = present.Except(_own).ToList();
        var detail = (missing.Count, foreign.Count) switch
        {
            (0, 0) when _own.Length == 0 || (isHooked && present.SequenceEqual(_own)) => "",
            (0, 0) when isHooked => "its rules are in another order, or there twice",
            (0, 0) => "its chain is not the one that was made",
            (0, _) => "there is more in it: " + string.Join("; ", foreign),
            _ => "missing in it: " + string.Join("; ", missing),
        };
        return new OwnFilter(detail.Length == 0, detail);
    }
}
