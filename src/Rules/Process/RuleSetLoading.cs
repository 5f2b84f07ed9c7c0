using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>Loads compiled rule files; one that cannot be loaded is reported, and the others are taken.</summary>
internal static class RuleSetLoading
{
    public static (RuleSet Rules, RuleSetReport Report) Load(RuleSetManifest manifest)
    {
        var repository = new RuleRepository();
        var rules = new List<RuleSummary>();
        var problems = new List<RuleProblem>();
        foreach (var file in manifest.Files)
        {
            var before = repository.Rules.Count;
            try
            {
                repository.AddFrom(RuleAssembly.Load(file.Assembly, file.Source).Assembly);
            }
            catch (Exception e) when (e is RuleDefinitionException or BadImageFormatException or TypeLoadException or FileLoadException or FileNotFoundException)
            {
                problems.Add(new RuleProblem(file.Source, 0, 0, "load", e.Message));
            }

            rules.AddRange(repository.Rules.Skip(before).Select(r => new RuleSummary(r.Name, file.Source, file.Sha256)));
        }

        return (repository.Compile(), new RuleSetReport(rules, problems));
    }
}
