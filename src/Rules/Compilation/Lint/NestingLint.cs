using EventOps.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>
/// Refuses text nested so deeply that the compiler, whose parser and binder recurse, would overflow the stack and end the
/// process: ten thousand brackets do.
/// </summary>
internal static class NestingLint
{
    /// <summary>Far more than a person writes, far less than a stack holds.</summary>
    private const int Deepest = 400;

    /// <summary>Asked before the text is parsed. Counts brackets in strings and comments too, which only pathological files notice.</summary>
    public static RuleFinding? Check(SourceText text, string file)
    {
        var (brackets, angles) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            brackets = Math.Max(0, brackets + text[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 });
            angles = text[i] switch { '<' => angles + 1, ';' or '{' or '}' => 0, _ => angles };
            if (Math.Max(brackets, angles) > Deepest)
            {
                var at = text.Lines.GetLinePosition(i);
                return RuleFinding.Error(new RuleProblem(file, at.Line + 1, at.Character + 1, LintCodes.TooDeep.Id, Message, CompilerMessages.LineText(text, at.Line)));
            }
        }

        return null;
    }

    /// <summary>Asked before anything is bound: long chains nest without brackets.</summary>
    public static RuleFinding? Check(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>();
        open.Push((tree.GetRoot(cancellationToken), 0));
        while (open.TryPop(out var here))
        {
            if (here.Depth > Deepest)
            {
                return RuleFinding.Error(CompilerMessages.At(here.Node.GetLocation(), tree, LintCodes.TooDeep.Id, Message));
            }

            foreach (var child in here.Node.ChildNodes())
            {
                open.Push((child, here.Depth + 1));
            }
        }

        return null;
    }

    private static string Message => LintCodes.TooDeep.Message($"this is nested more than {Deepest} levels deep");
}
