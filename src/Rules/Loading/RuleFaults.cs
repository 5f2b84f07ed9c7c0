using System.Diagnostics;
using System.Reflection;
using EventOps.Model;
using EventOps.Rules.Compilation;
using EventOps.Rules.Compilation.Lint;
using EventOps.Rules.Language;

namespace EventOps.Rules.Loading;

/// <summary>Says of an exception out of a rule's code which line of the author's file it came from.</summary>
public sealed class RuleFaults(CompiledRuleFile file)
{
    private string[]? _lines;

    /// <summary>The problem, at the innermost line of the file on the exception's stack; at the rule's class when there is none.</summary>
    /// <param name="typeName">The rule's class.</param>
    /// <param name="failure">What the rule failed to do.</param>
    public RuleProblem Describe(string typeName, Exception exception, string failure = "could not be made")
    {
        var cause = Cause(exception);
        var rule = file.Rules.FirstOrDefault(r => r.TypeName == typeName);
        var what = $"the rule '{rule?.Name ?? typeName}' {failure}: {cause.GetType().Name}: {cause.Message}";
        var (line, column) = Place(cause) ?? (rule?.Line ?? 0, rule?.Column ?? 0);
        return new RuleProblem(file.File, line, column, LintCodes.LoadFailed.Id, LintCodes.LoadFailed.Message(what), Line(line));
    }

    private static Exception Cause(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException or RuleDefinitionException && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private (int Line, int Column)? Place(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetFileName() == file.File)
            .Select(frame => ((int, int)?)(frame.GetFileLineNumber(), frame.GetFileColumnNumber()))
            .FirstOrDefault();

    private string? Line(int line)
    {
        _lines ??= (EmbeddedSource.Read(file.Assembly) ?? "").Split('\n');
        return line >= 1 && line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : null;
    }
}
