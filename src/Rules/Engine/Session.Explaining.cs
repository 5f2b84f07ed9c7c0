using EventOps.Rules.Engine.Explaining;

namespace EventOps.Rules.Engine;

/// <summary>Why, and why not.</summary>
public sealed partial class Session
{
    /// <summary>
    /// Tries the facts as they are now against the rule, term by term: what holds, what doesn't, and with which values. Slow; for
    /// people who ask.
    /// </summary>
    /// <param name="about">Which facts the question is about; null for all.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public RuleExplanation Explain(string rule, Func<object, bool>? about = null)
    {
        var state = Array.Find(_core.Rules, r => r.Plan.Definition.Name == rule)
            ?? throw new ArgumentException($"Explain: there is no rule '{rule}'; rules are: {string.Join(", ", Rules.Rules.Select(r => r.Name))}", nameof(rule));
        return new Explainer(state, [.. _core.Facts.Select(e => e.Fact)], about ?? (static _ => true)).Explain();
    }

    /// <summary>How often each rule has fired in this session.</summary>
    public IReadOnlyDictionary<string, long> Firings => _core.Rules.ToDictionary(r => r.Plan.Definition.Name, r => r.Firings, StringComparer.Ordinal);
}
