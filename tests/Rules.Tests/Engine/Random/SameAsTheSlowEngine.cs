using CsCheck;
using EventOps.Rules.Engine;

namespace EventOps.Rules.Tests.Engine.Random;

public sealed class SameAsTheSlowEngine
{
    private static readonly string[] Keys = ["a", "b", "c"];

    private static readonly Gen<(int Kind, int C, int T)[]> Rules = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 2], Gen.Int[0, 8]).Array[1, 5];

    private static readonly Gen<(int What, int Which, int K, int V)[]> Steps = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 99], Gen.Int[0, 2], Gen.Int[0, 9]).Array[1, 60];

    [Fact]
    public void Random_rules_over_random_changes_fire_as_if_all_were_evaluated_anew() =>
        Gen.Select(Rules, Steps).Sample(
            (rules, steps) => Run(rules, steps),
            iter: 500,
            print: x => $"rules {string.Join(' ', x.Item1)} steps {string.Join(' ', x.Item2)}");

    private static void Run((int Kind, int C, int T)[] kinds, (int What, int Which, int K, int V)[] steps)
    {
        var log = new List<string>();
        var twins = kinds.Select((k, i) => Twins.Make(k.Kind, $"r{i}k{k.Kind}", log, Keys[k.C], k.T)).ToList();
        var session = RuleSet.Of([.. twins.Select(t => t.Rule)]).CreateSession(new SessionOptions { Mode = SessionMode.Strict });
        var reference = new Reference([.. twins.Select(t => t.Twin)]);
        var facts = new List<Node>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (what, which, k, v) = steps[i];
            Step(session, reference, facts, what, which, Keys[k], v, i);
            if (what % 3 != 0 || i == steps.Length - 1)
            {
                session.Fire();
                Assert.Equal(string.Join(' ', reference.Fire().Order(StringComparer.Ordinal)), string.Join(' ', log.Order(StringComparer.Ordinal)));
                log.Clear();
            }
        }

        foreach (var fact in facts)
        {
            session.Retract(fact);
        }

        Assert.Equal(0, session.FactCount);
    }

    private static void Step(Session session, Reference reference, List<Node> facts, int what, int which, string k, int v, int i)
    {
        if (facts.Count == 0 || what <= 2)
        {
            Node made = which % 2 == 0 ? new P($"p{i}") { K = k, V = v } : new Q($"q{i}") { K = k, V = v };
            facts.Add(made);
            session.Insert(made);
            reference.Changed(facts, new Change(made, null, 0));
            return;
        }

        var fact = facts[which % facts.Count];
        var change = new Change(fact, fact.K, fact.V);
        if (what == 3)
        {
            facts.Remove(fact);
            session.Retract(fact);
        }
        else
        {
            (fact.K, fact.V) = (what == 4 ? fact.K : k, what == 5 ? fact.V : v);
            session.Update(fact);
        }

        reference.Changed(facts, change);
    }
}
