using EventOps.Host.Replay;
using EventOps.Rules.Engine;

namespace EventOps.Testing.Tests;

/// <summary>Network faults many at once under all stock rules, on the network as a replay models it: no two rules undo each other's work in turns.</summary>
public sealed class ConvergenceTests
{
    /// <summary>One resource may be put right again where something else came to light meanwhile, but not for ever.</summary>
    private const int MostOfOne = 4;

    private const int Draws = 60;

    private static readonly RuleSet Rules = RuleSet.Of(StockRules.All);

    /// <summary>Those that are answered by one rule each, and some that make rules meet over one resource.</summary>
    private static readonly IReadOnlyList<Event> Faults =
    [
        .. NetworkRulesTests.Faults.Select(row => row.Data.Item2).Where(e => e is not ResourceContended),
        new LinkChanged(Change.Changed, NetworkScene.Tunnel with { IsUp = false }),
        new LinkChanged(Change.Changed, NetworkScene.Tunnel with { Mtu = 1800 }),
        new LinkChanged(Change.Changed, NetworkScene.Underlay with { Mtu = 1280 }),
        new PathMeasured(Change.Added, new PathMtu("wg0", 1296, 1340, "192.168.0.1")),
        new AddressChanged(Change.Removed, new NetworkAddress("eth0", Cidr.Parse("fdaa:0:1:a::2/64"), true, "")),
        new AddressChanged(Change.Added, new NetworkAddress("wg0", Cidr.Parse("192.168.0.2/30"), true, "")),
        new RouteChanged(Change.Removed, NetworkScene.SubnetRoute),
        new RouteChanged(Change.Added, new NetworkRoute(Cidr.Parse("fdaa:0:2:a::2/128"), WantedRoute.MainTable, 0, "unicast", "wg0", 4)),
        new RouteChanged(Change.Added, new NetworkRoute(Cidr.Parse("fdaa:0:2:a::/64"), WantedRoute.MainTable, 2000, "unicast", "eth0", 4, "fdaa:0:1:a::9")),
        new PeerChanged(Change.Changed, NetworkScene.Speaking with { IsHeard = false, IsSilent = true }),
        new PeerChanged(Change.Changed, NetworkScene.Speaking with { HasPresharedKey = true }),
        new ListenerRead(NetworkScene.Serving with { Problem = ServiceListener.Elsewhere }),
        new ParameterRead(new KernelParameter("net/ipv6/conf/eth0/disable_ipv6", "1")),
    ];

    [Fact]
    public void Any_faults_together_come_to_an_end_with_nothing_left_to_do()
    {
        for (var seed = 1; seed <= Draws; seed++)
        {
            var random = new Random(seed);
            var faults = Enumerable.Range(0, random.Next(2, 11)).Select(_ => Faults[random.Next(Faults.Count)]).ToList();
            Assert.True(Converge(faults, null) is null, $"seed {seed}: {Converge(faults, null)} is corrected again and again after\n{string.Join('\n', faults)}");
        }
    }

    [Fact]
    public void A_correction_that_is_undone_each_time_is_found()
    {
        var fault = new LinkChanged(Change.Changed, NetworkScene.Tunnel with { Mtu = 1280 });
        Assert.Equal(new SetLink("wg0", 1340, "").Resource, Converge([fault], done => done is SetLink ? fault : null));
    }

    /// <param name="undo">What happens right after a correction.</param>
    /// <returns>The resource that finds no rest; null when nothing is wanted any more.</returns>
    private static string? Converge(IEnumerable<Event> faults, Func<Intent, Event?>? undo)
    {
        var (run, facts) = (new RuleRun(Rules, RuleTest.Start), new FactsSeen());
        var model = new ModelNetwork(facts);
        var settings = new SettingsLoaded("test", "", ActingMode.Act, []) { Network = new NetworkScene().Policy };
        facts.See(settings);
        run.Remember(settings);
        foreach (var e in NetworkScene.Sensed().Concat(faults))
        {
            See(e);
        }

        var corrected = new Dictionary<string, int>(StringComparer.Ordinal);
        var (told, quiet) = (0, 0);
        while (quiet < 30)
        {
            var wanted = run.Intents.Skip(told).Select(i => i.Intent).OfType<NetworkCorrection>().DistinctBy(i => i with { Because = "" }).ToList();
            told = run.Intents.Count;
            quiet = wanted.Count == 0 ? quiet + 1 : 0;
            foreach (var intent in wanted)
            {
                corrected[intent.Resource] = corrected.GetValueOrDefault(intent.Resource) + 1;
                if (corrected[intent.Resource] > MostOfOne)
                {
                    return intent.Resource;
                }

                See(new ActionStarted(told, intent, []));
                foreach (var e in (Event?[])[model.EffectOf(intent), new ActionFinished(told, intent, Outcome.Succeeded, "", TimeSpan.Zero), undo?.Invoke(intent)])
                {
                    if (e is not null)
                    {
                        See(e);
                    }
                }
            }

            run.Pass(10.Seconds());
        }

        return null;

        void See(Event e)
        {
            facts.See(e);
            run.See(e);
        }
    }
}
