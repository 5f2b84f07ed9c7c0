using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>Loads compiled rule files, each on its own: what is wrong with one is said, and the others are taken.</summary>
internal static class RuleSetLoading
{
    public static (RuleSet Rules, RuleSetReport Report) Load(RuleSetManifest manifest)
    {
        var files = manifest.Files.Select(RuleAssembly.Load).ToList();
        var rules = files.SelectMany(f => f.Rules).ToList();
        return (
            RuleSet.Compile([.. rules.Select(r => r.Definition)]),
            new RuleSetReport(
                [.. rules.Select(r => new RuleSummary(r.Definition.Name, r.File, r.Sha256))],
                [.. files.SelectMany(f => f.Problems)]));
    }
}
