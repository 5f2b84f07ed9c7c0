using Microsoft.CodeAnalysis;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>The lint of one file: what a rule may use, what it may not hold on to, and whether it is a rule at all.</summary>
internal sealed class RuleLint(SemanticModel model)
{
    private readonly RuleClasses _classes = new(model);

    public IReadOnlyList<RuleFinding> Check(CancellationToken cancellationToken)
    {
        var findings = new LintFindings(model.SyntaxTree);
        var uses = new UseLint(model, findings);
        var constructs = new ConstructLint(findings);
        var state = new StateLint(model, findings, _classes);
        constructs.CheckDirectives(model.SyntaxTree);
        foreach (var node in model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes())
        {
            cancellationToken.ThrowIfCancellationRequested();
            constructs.Check(node);
            uses.Check(node);
            state.Check(node);
        }

        new ShapeLint(_classes, findings).Check();
        new BoundsLint(model, findings, _classes).Check();
        return findings.All;
    }

    /// <summary>The rules that the file declares.</summary>
    public IReadOnlyList<RuleDeclaration> Rules() => [.. _classes.Concrete.Select(_classes.Declare)];
}
