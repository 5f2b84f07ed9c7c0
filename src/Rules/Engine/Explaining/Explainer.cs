using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Explaining;

/// <summary>Tries facts against one rule, term by term. Slow and thorough: for people who ask, never on the way of events.</summary>
internal sealed class Explainer(RuleState rule, IReadOnlyList<object> facts, Func<object, bool> wanted)
{
    private const int MostTried = 20_000;
    private const int MostShown = 5;

    public RuleExplanation Explain()
    {
        var alternatives = rule.Plan.Branches.Select((_, i) => Explain(rule.Branches[i])).ToList();
        var matches = rule.Branches.Sum(b => b.ActiveMatches()) + SingleMatches();
        return new RuleExplanation(rule.Plan.Definition.Name, rule.IsParked, matches, alternatives);
    }

    private int SingleMatches() => rule.Plan.Branches.SelectMany(b => b.Inputs)
        .Where(i => i.Pattern is { IsSingle: true })
        .Sum(i => facts.Count(f => i.Pattern!.Type.IsInstanceOfType(f) && Holds(i.Pattern, f)));

    private AlternativeExplanation Explain(BranchState branch)
    {
        var items = branch.Plan.Text.Items;
        var patterns = items.Where(i => i.Word == "match").ToList();
        var values = new object?[branch.Values.Length];
        var tried = new List<CombinationExplanation>();
        Combine(branch, patterns, 0, values, tried);
        var best = tried
            .OrderByDescending(c => c.Holds)
            .ThenByDescending(c => c.Facts.Count(f => f.Fact is not null && wanted(f.Fact)))
            .ThenBy(c => c.Terms.Count(t => !t.Holds))
            .Take(MostShown);
        return new AlternativeExplanation([.. best]);
    }

    private void Combine(BranchState branch, List<TextItem> patterns, int depth, object?[] values, List<CombinationExplanation> tried)
    {
        if (depth == patterns.Count)
        {
            tried.Add(Judge(branch, patterns, values));
            return;
        }

        var any = false;
        foreach (var fact in Candidates(patterns[depth]))
        {
            if (tried.Count >= MostTried)
            {
                return;
            }

            any = true;
            values[patterns[depth].Slot] = fact;
            Combine(branch, patterns, depth + 1, values, tried);
        }

        if (!any)
        {
            values[patterns[depth].Slot] = null;
            Combine(branch, patterns, depth + 1, values, tried);
        }
    }

    /// <summary>Facts of the pattern's type: those asked for if there are any, and then those that meet it before those that do not.</summary>
    private List<object> Candidates(TextItem pattern)
    {
        var all = facts.Where(pattern.Type.IsInstanceOfType).ToList();
        var asked = all.FindAll(f => wanted(f));
        return [.. (asked.Count > 0 ? asked : all).OrderByDescending(f => Holds(pattern.Own!, f))];
    }

    private CombinationExplanation Judge(BranchState branch, List<TextItem> patterns, object?[] values)
    {
        var judge = new TermJudge(rule.Plan.SlotNames, values);
        var terms = branch.Plan.Text.Items.SelectMany(item => Judge(branch, item, patterns, values, judge)).ToList();
        var bound = patterns.Select(p => new BoundFact(p.Alias, p.Type, values[p.Slot])).ToList();
        return new CombinationExplanation(bound, terms);
    }

    private IEnumerable<TermExplanation> Judge(BranchState branch, TextItem item, List<TextItem> patterns, object?[] values, TermJudge judge) => item.Word switch
    {
        "match" when values[item.Slot] is { } fact => [.. judge.Own(item, fact), .. judge.Joint(item)],
        "match" => [new TermExplanation("match", $"a {item.Type.Name}", Holds: false, [])],
        "having" => judge.Joint(item),
        "not" or "exists" or "all" => [judge.Quantified(item, facts)],
        "query" => [judge.Counted(item, facts)],
        "time" => branch.MatchOf(patterns, values) is { } state ? [TermJudge.Timed(item, state)] : [],
        _ => [],
    };

    private static bool Holds(PatternPlan pattern, object fact)
    {
        try
        {
            return pattern.Full(fact);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}
