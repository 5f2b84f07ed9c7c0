using Microsoft.CodeAnalysis;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Whether a file holds rules that can be loaded, and whether they say what they are.</summary>
internal sealed class ShapeLint(RuleClasses classes, LintFindings findings)
{
    public void Check()
    {
        if (classes.All.Count == 0)
        {
            findings.Add(LintCodes.NoRule, classes.FirstLine, "there is no rule in this file");
        }

        foreach (var type in classes.All)
        {
            if (RuleClasses.IsLoadable(type))
            {
                CheckRule(type);
            }
            else if (!IsBaseOfAnother(type))
            {
                findings.Add(LintCodes.NotLoadable, type.Locations[0], $"the rule {type.Name} would never be loaded");
            }
        }

        CheckNames();
    }

    private void CheckRule(INamedTypeSymbol type)
    {
        var at = type.Locations[0];
        if (!classes.Calls(type, "When"))
        {
            findings.Add(LintCodes.NoCondition, at, $"the rule {type.Name} has no condition");
        }

        if (!classes.Calls(type, "Then"))
        {
            findings.Add(LintCodes.NoAction, at, $"the rule {type.Name} has no action");
        }

        if (classes.Mentions(type, "EventOps.Model.GrowVolume") is { } growth && classes.Mentions(type, "EventOps.Model.VolumePolicy") is null)
        {
            findings.Add(LintCodes.NoCeiling, growth.GetLocation(), $"the rule {type.Name} grows a volume without knowing its ceiling");
        }

        if (string.IsNullOrWhiteSpace(RuleClasses.AttributeText(type, "Description")))
        {
            findings.Add(LintCodes.NoDescription, at, $"the rule {type.Name} has no description");
        }

        if (string.IsNullOrWhiteSpace(classes.GivenName(type)))
        {
            findings.Add(LintCodes.NoName, at, $"the rule {type.Name} has no name");
        }
    }

    /// <summary>Two of one name in this file; <see cref="RuleNames"/> looks across files.</summary>
    private void CheckNames()
    {
        foreach (var same in classes.Concrete.GroupBy(type => classes.NameOf(type), StringComparer.Ordinal))
        {
            foreach (var type in same.Skip(1))
            {
                findings.Add(LintCodes.DuplicateName, type.Locations[0], $"a rule named '{same.Key}' is already in this file");
            }
        }
    }

    private bool IsBaseOfAnother(INamedTypeSymbol type) =>
        type is { IsAbstract: true, ContainingType: null }
        && classes.All.Any(other => SymbolEqualityComparer.Default.Equals(other.BaseType?.OriginalDefinition, type));
}
