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
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            running?.Begin(-(i + 1));
            var file = RuleAssembly.Load(manifest.Files[i]);
            faults[file.File] = new RuleFaults(manifest.Files[i]);
            problems.AddRange(file.Problems);
            rules.AddRange(Compilable(file.Rules.Where(r => !manifest.Parked.Contains(r.Definition.Name)), faults[file.File], problems));
            running?.End();
        }

        var report = new RuleSetReport([.. rules.Select(r => new RuleSummary(r.Definition.Name, r.File, r.Sha256))], problems, [.. rules.Select(RuleShapes.Of)]);
        return new LoadedRules(RuleSet.Compile([.. rules.Select(r => r.Definition)]), rules, faults, report);
    }

    /// <summary>The rules that the engine takes; each is tried alone first, so that one it refuses does not take the others with it.</summary>
    private static IEnumerable<LoadedRule> Compilable(IEnumerable<LoadedRule> rules, RuleFaults faults, List<RuleProblem> problems)
    {
        foreach (var rule in rules)
        {
            if (Refusal(rule) is { } refusal)
            {
                problems.Add(faults.Describe(rule.Definition.Type.FullName!, refusal, "cannot be used"));
            }
            else
            {
                yield return rule;
            }
        }
    }

    private static RuleDefinitionException? Refusal(LoadedRule rule)
    {
        try
        {
            RuleSet.Compile([rule.Definition]);
            return null;
        }
        catch (RuleDefinitionException e)
        {
            return e;
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
