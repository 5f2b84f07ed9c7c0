using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Refuses parts of the language that a rule has no use for and a replay would suffer from.</summary>
internal sealed class ConstructLint(LintFindings findings)
{
    public void Check(SyntaxNode node)
    {
        switch (node)
        {
            case DestructorDeclarationSyntax finalizer:
                findings.Add(LintCodes.Finalizer, finalizer.Identifier, "a finalizer is refused in rules");
                break;
            case AwaitExpressionSyntax:
                findings.Add(LintCodes.Async, node, "'await' is refused in rules");
                break;
            case LockStatementSyntax:
                findings.Add(LintCodes.Lock, node, "'lock' is refused in rules");
                break;
            case StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax:
                findings.Add(LintCodes.Unsafe, node, "'stackalloc' is refused in rules");
                break;
            case UnsafeStatementSyntax or FixedStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax:
                findings.Add(LintCodes.Unsafe, node, "unsafe code is refused in rules");
                break;
            case MakeRefExpressionSyntax or RefTypeExpressionSyntax or RefValueExpressionSyntax:
            case LiteralExpressionSyntax when node.IsKind(SyntaxKind.ArgListExpression):
                findings.Add(LintCodes.Unsafe, node, "untyped references are refused in rules");
                break;
        }

        foreach (var token in node.ChildTokens().Where(token => token.IsKeyword()))
        {
            CheckModifier(token);
        }
    }

    public void CheckDirectives(SyntaxTree tree)
    {
        foreach (var directive in tree.GetRoot().DescendantTrivia().Where(t => t.IsDirective))
        {
            if (directive.Kind() is not (SyntaxKind.RegionDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia or SyntaxKind.NullableDirectiveTrivia))
            {
                findings.Add(LintCodes.Directive, directive.GetLocation(), $"'{directive.ToString().Split(' ')[0].Trim()}' is refused in rules");
            }
        }
    }

    private void CheckModifier(SyntaxToken token)
    {
        switch (token.Kind())
        {
            case SyntaxKind.AsyncKeyword:
                findings.Add(LintCodes.Async, token, "'async' is refused in rules");
                break;
            case SyntaxKind.UnsafeKeyword or SyntaxKind.ExternKeyword:
                findings.Add(LintCodes.Unsafe, token, $"'{token.ValueText}' is refused in rules");
                break;
            case SyntaxKind.VolatileKeyword:
                findings.Add(LintCodes.Lock, token, "'volatile' is refused in rules");
                break;
        }
    }
}
