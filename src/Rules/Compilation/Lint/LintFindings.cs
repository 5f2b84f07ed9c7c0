using Microsoft.CodeAnalysis;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Collects what the parts of the lint find in one file: each finding once for a line, code and wording.</summary>
internal sealed class LintFindings(SyntaxTree tree)
{
    private readonly HashSet<(int Line, string Id, string Message)> _said = [];
    private readonly List<RuleFinding> _all = [];

    public IReadOnlyList<RuleFinding> All => _all;

    public void Add(LintCode code, Location location, string what)
    {
        var problem = CompilerMessages.At(location, tree, code.Id, code.Message(what));
        if (_said.Add((problem.Line, problem.Id, problem.Message)))
        {
            _all.Add(new RuleFinding(code.Severity, problem));
        }
    }

    public void Add(LintCode code, SyntaxNode node, string what) => Add(code, node.GetLocation(), what);

    public void Add(LintCode code, SyntaxToken token, string what) => Add(code, token.GetLocation(), what);
}
