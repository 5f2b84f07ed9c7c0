using Microsoft.CodeAnalysis;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>
/// Refuses text nested so deeply that the compiler's binder, which recurses, would overflow the stack and end the process:
/// ten thousand brackets do. Must be asked before anything is bound.
/// </summary>
internal static class NestingLint
{
    /// <summary>Far more than a person writes, far less than a stack holds.</summary>
    private const int Deepest = 400;

    public static RuleFinding? Check(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>();
        open.Push((tree.GetRoot(cancellationToken), 0));
        while (open.TryPop(out var here))
        {
            if (here.Depth > Deepest)
            {
                var message = LintCodes.TooDeep.Message($"this is nested more than {Deepest} levels deep");
                return RuleFinding.Error(CompilerMessages.At(here.Node.GetLocation(), tree, LintCodes.TooDeep.Id, message));
            }

            foreach (var child in here.Node.ChildNodes())
            {
                open.Push((child, here.Depth + 1));
            }
        }

        return null;
    }
}
