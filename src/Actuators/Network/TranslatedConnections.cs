using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>
/// What a rule that translates addresses has begun goes on without it, for as long as packets pass: of UDP, where a tunnel's packets are one connection for ever, the kernel
/// must forget it.
/// </summary>
internal static class TranslatedConnections
{
    private const byte Udp = 17;

    /// <summary>After the rule is gone. A kernel that keeps no such list, or does not show it, has nothing to forget.</summary>
    public static void Forget(FilterRule rule, NetworkPolicy policy, NetworkNamespace network)
    {
        if (!rule.Text.Contains("dnat", StringComparison.OrdinalIgnoreCase) && !rule.Text.Contains("redirect", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var ports = NetworkPlan.FlowsOf(policy).Where(f => f.Protocol == "udp").Select(f => f.DestinationPort).ToHashSet();
        try
        {
            ConnectionTable.Forget(network, c => c is { Protocol: Udp, IsTranslated: true } && ports.Contains(c.DestinationPort));
        }
        catch (LinuxException)
        {
            // Without the list the rule's removal is still right.
        }
    }
}
