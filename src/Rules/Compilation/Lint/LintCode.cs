using EventOps.Model;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>One thing that can be wrong with a rule file, and its cure.</summary>
/// <param name="Id">Stable: authors look it up in the documentation.</param>
/// <param name="Cure">What to do about it, for the author; part of every message.</param>
public sealed record LintCode(string Id, FindingSeverity Severity, string Cure)
{
    /// <summary>A finding that belongs to no line.</summary>
    public RuleFinding At(string file, string what) => new(Severity, new RuleProblem(file, 0, 0, Id, Message(what)));

    /// <summary>What is wrong, followed by the cure.</summary>
    public string Message(string what) => $"{what}; {Cure}";
}
