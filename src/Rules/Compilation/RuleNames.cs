using EventOps.Model;
using EventOps.Rules.Compilation.Lint;

namespace EventOps.Rules.Compilation;

/// <summary>Looks across files, cached ones included, for what no single file can tell.</summary>
public static class RuleNames
{
    /// <summary>An error for each rule whose name another one had before it, in the order given. A name is also the key of a rule's state.</summary>
    public static IReadOnlyList<RuleFinding> Duplicates(IEnumerable<CompiledRuleFile> files)
    {
        var first = new Dictionary<string, (string File, int Line)>(StringComparer.Ordinal);
        var findings = new List<RuleFinding>();
        foreach (var (file, rule) in files.SelectMany(file => file.Rules.Select(rule => (file.File, rule))))
        {
            if (!first.TryAdd(rule.Name, (file, rule.Line)))
            {
                var (otherFile, otherLine) = first[rule.Name];
                findings.Add(RuleFinding.Error(new RuleProblem(
                    file,
                    rule.Line,
                    rule.Column,
                    LintCodes.DuplicateName.Id,
                    $"a rule named '{rule.Name}' is already in {otherFile}({otherLine}); {LintCodes.DuplicateName.Cure}",
                    rule.SourceLine)));
            }
        }

        return findings;
    }
}
