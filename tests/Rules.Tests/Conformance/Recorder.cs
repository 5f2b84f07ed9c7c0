using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Tests.Conformance;

/// <summary>Runs rules written in place, and notes what they do.</summary>
public sealed class Recorder
{
    public List<string> Log { get; } = [];

    public List<RuleFault> Faults { get; } = [];

    /// <summary>What was noted since the last call.</summary>
    public string Take()
    {
        var text = string.Join(' ', Log);
        Log.Clear();
        return text;
    }

    public Session Strict(params Rule[] rules) => Start(SessionMode.Strict, rules);

    public Session Safe(params Rule[] rules) => Start(SessionMode.Safe, rules);

    private Session Start(SessionMode mode, Rule[] rules)
    {
        var session = RuleSet.Of(rules).CreateSession(new SessionOptions { Mode = mode, FiringBudget = 100, Services = t => t == typeof(Recorder) ? this : null });
        session.Faulted += Faults.Add;
        return session;
    }
}

/// <summary>A rule given as a function of its two sides.</summary>
public abstract class TestRule(Recorder log) : Rule
{
    /// <summary>For actions: notes a word.</summary>
    public void Note(string word) => log.Log.Add(word);
}
