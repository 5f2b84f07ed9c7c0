using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine;

/// <summary>Finds which rules keep making one another fire.</summary>
internal static class FiringCycle
{
    /// <summary>Follows causes back from the rule until one comes twice: those in between are the cycle, the others only suffer from it.</summary>
    public static IReadOnlyList<RuleState> Behind(RuleState last)
    {
        var path = new List<RuleState>();
        var rule = last;
        while (!path.Contains(rule))
        {
            path.Add(rule);
            if (rule.LastCause is not { } cause)
            {
                return [last];
            }

            rule = cause;
        }

        var cycle = path[path.IndexOf(rule)..];
        cycle.Reverse();
        return cycle;
    }
}
