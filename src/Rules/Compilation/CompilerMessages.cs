using System.Globalization;
using System.Text.RegularExpressions;
using EventOps.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventOps.Rules.Compilation;

/// <summary>The compiler's diagnostics as findings; some said in words that help the author of a rule.</summary>
internal static partial class CompilerMessages
{
    /// <summary>Findings kept for one file; the first ones tell the cause.</summary>
    public const int Most = 100;

    private const string InCondition = "a condition is an expression that EventOps reads to explain itself, so it cannot hold ";

    private static readonly Dictionary<string, string> Better = new(StringComparer.Ordinal)
    {
        ["CS8122"] = InCondition + "an 'is' pattern; compare with == and !=, or test it in a static method and call that",
        ["CS8514"] = InCondition + "a switch expression; move it to a static method and call that",
        ["CS8072"] = InCondition + "'?.'; test for null first: v.TimeToFull != null && …",
        ["CS0832"] = InCondition + "an assignment; compare with ==",
        ["CS0834"] = InCondition + "statements in braces; write one expression, or call a method that holds the statements",
        ["CS8143"] = InCondition + "a tuple; compare the parts one by one",
        ["CS8144"] = InCondition + "a tuple; compare the parts one by one",
        ["CS8382"] = InCondition + "a comparison of tuples; compare the parts one by one",
        ["CS8642"] = InCondition + "'throw'; move it to a method and call that",
        ["CS0227"] = "unsafe code is refused in rule files; rules decide from facts and need no pointers",
        ["CS0115"] = "there is nothing to override here; derive the class from Rule: public class MyRule : Rule",
    };

    public static IEnumerable<RuleFinding> From(IEnumerable<Diagnostic> diagnostics, SyntaxTree tree) =>
        diagnostics
            .Where(d => d.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning && !d.IsSuppressed)
            .OrderByDescending(d => d.Severity)
            .Take(Most)
            .Select(d => new RuleFinding(d.Severity == DiagnosticSeverity.Error ? FindingSeverity.Error : FindingSeverity.Warning, Problem(d, tree)));

    /// <summary>A problem at a place in the file; line 0 when the place is not in it.</summary>
    public static RuleProblem At(Location location, SyntaxTree tree, string id, string message)
    {
        if (!location.IsInSource || location.SourceTree != tree)
        {
            return new RuleProblem(tree.FilePath, 0, 0, id, message);
        }

        // Not GetMappedLineSpan: a #line directive must not move the blame to another file.
        var start = location.GetLineSpan().StartLinePosition;
        return new RuleProblem(tree.FilePath, start.Line + 1, start.Character + 1, id, message, LineText(tree.GetText(), start.Line));
    }

    /// <param name="line">From 0.</param>
    public static string LineText(SourceText source, int line)
    {
        const int longest = 300;
        var text = source.Lines[line].ToString();
        return text.Length <= longest ? text : text[..longest] + "…";
    }

    private static RuleProblem Problem(Diagnostic diagnostic, SyntaxTree tree) =>
        At(diagnostic.Location, tree, diagnostic.Id, Better.GetValueOrDefault(diagnostic.Id) ?? Plain(diagnostic.GetMessage(CultureInfo.InvariantCulture)));

    /// <summary>Without the compiler's guesses at causes that rule files do not have: they carry no using lines and no references.</summary>
    private static string Plain(string message) => Guess().Replace(message, "");

    [GeneratedRegex(@"( and no accessible extension method .* could be found)? \(are you missing (a using directive or )?an assembly reference\?\)$")]
    private static partial Regex Guess();
}
