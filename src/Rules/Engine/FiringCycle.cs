using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine;

/// <summary>Finds which rules keep making one another fire.</summary>
internal static class FiringCycle
{
    /// <summary>The shortest sequence that the recent firings repeat; all their rules when there is none.</summary>
    public static IReadOnlyList<RuleState> In(RuleState?[] recent)
    {
        var all = recent.OfType<RuleState>().ToArray();
        for (var length = 1; length <= all.Length / 2; length++)
        {
            if (Enumerable.Range(0, all.Length - length).All(i => all[i] == all[i + length]))
            {
                return all[..length];
            }
        }

        return [.. all.Distinct()];
    }
}
