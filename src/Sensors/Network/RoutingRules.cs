using EventOps.Linux.Routing;

namespace EventOps.Sensors.Network;

/// <summary>Which policy rules are told of.</summary>
internal static class RoutingRules
{
    /// <summary>One of the three that each namespace begins with, or the one for VRFs.</summary>
    public static bool IsKernels(PolicyRule rule) => rule.IsVrf
        || (rule.ToFact() is { Action: "table", To: null, MarkMask: 0, Selector: "" }
            && (rule.Priority, rule.Table) is (0, RouteTable.Local) or (32766, RouteTable.Main) or (32767, RouteTable.Default));
}
