using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>Loads compiled rule files, each on its own: what is wrong with one is said, and the others are taken.</summary>
internal static class RuleSetLoading
{
    /// <param name="running">Told of each file before its code runs for the first time.</param>
    public static LoadedRules Load(RuleSetManifest manifest, RunningRule? running)
    {
        var rules = new List<LoadedRule>();
        var problems = new List<RuleProblem>();
        var faults = new Dictionary<string, RuleFaults>(StringComparer.Ordinal);
        var context = new RuleContext("rules");
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            running?.Begin(-(i + 1));
            var file = RuleAssembly.Load(manifest.Files[i], context);
            faults[file.File] = new RuleFaults(manifest.Files[i]);
            problems.AddRange(file.Problems);
            rules.AddRange(file.Rules.Where(r => !manifest.Parked.Contains(r.Definition.Name)));
            running?.End();
        }

        var set = Compile(rules, faults, problems, running);
        var report = new RuleSetReport([.. rules.Select(r => new RuleSummary(r.Definition.Name, r.File, r.Sha256))], problems, [.. rules.Select(RuleShapes.Of)]);
        return new LoadedRules(set, rules, faults, report);
    }

    /// <summary>A rule that the engine refuses does not take the others with it: it becomes a problem, and is left out.</summary>
    private static RuleSet Compile(List<LoadedRule> rules, Dictionary<string, RuleFaults> faults, List<RuleProblem> problems, RunningRule? running)
    {
        while (true)
        {
            try
            {
                return RuleSet.Compile([.. rules.Select(r => r.Definition)], running);
            }
            catch (RuleDefinitionException e) when (rules.Find(r => r.Definition.Name == e.Rule) is { } refused)
            {
                problems.Add(faults[refused.File].Describe(refused.Definition.Type.FullName!, e, "cannot be used"));
                rules.Remove(refused);
            }
        }
    }
}

/// <param name="Rules">In the order of the report, which numbers them.</param>
/// <param name="FaultsOf">By file: finds the author's line of an exception.</param>
internal sealed record LoadedRules(RuleSet Set, IReadOnlyList<LoadedRule> Rules, IReadOnlyDictionary<string, RuleFaults> FaultsOf, RuleSetReport Report)
{
    /// <summary>The problem that an exception out of a rule's code is, at the author's line where it can be told.</summary>
    public RuleProblem Describe(LoadedRule rule, Exception exception, string failure) =>
        FaultsOf[rule.File].Describe(rule.Definition.Type.FullName!, exception, failure);
}
