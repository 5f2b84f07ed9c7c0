using EventOps.Rules.Engine.Explaining;

namespace EventOps.Rules.Engine;

/// <summary>
/// Which conditions of the rules were ever met and which ever were not, over the facts of a session as they change: a condition that
/// never was both is one that no test has tried. Slow; for tests.
/// </summary>
public sealed class SessionCoverage
{
    private readonly Session _session;
    private readonly List<(string Rule, BranchCoverage[] Branches)> _rules;

    public SessionCoverage(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _rules = [.. session.Core.Rules.Select(r => (r.Plan.Definition.Name, r.Branches.Select(b => new BranchCoverage(b)).ToArray()))];
    }

    /// <summary>In the order of the rules, and of their conditions as written.</summary>
    public IReadOnlyList<TermCoverage> Terms => [.. _rules.SelectMany(r => r.Branches.SelectMany(b => b.Told(r.Rule)))];

    /// <summary>Looks at the facts as they are now.</summary>
    /// <param name="changed">Types of facts that changed since the last look: rules that read none of them are passed over. Null for all.</param>
    public void Look(IReadOnlySet<Type>? changed = null)
    {
        List<object>? facts = null;
        foreach (var branch in _rules.SelectMany(r => r.Branches))
        {
            if (changed is null || branch.Types.Overlaps(changed))
            {
                branch.Look(facts ??= [.. _session.Core.Facts.Select(e => e.Fact)]);
            }
        }
    }
}
