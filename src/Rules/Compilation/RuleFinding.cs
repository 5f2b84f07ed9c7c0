using EventOps.Model;

namespace EventOps.Rules.Compilation;

/// <summary>What the compiler, the lint or the reader of the folder has to say of a rule file, and how grave it is.</summary>
/// <param name="Problem">Its message ends with the cure.</param>
public sealed record RuleFinding(FindingSeverity Severity, RuleProblem Problem)
{
    public static RuleFinding Error(RuleProblem problem) => new(FindingSeverity.Error, problem);

    public static RuleFinding Warning(RuleProblem problem) => new(FindingSeverity.Warning, problem);
}
