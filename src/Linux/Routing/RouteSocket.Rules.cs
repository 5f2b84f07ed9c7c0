using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

public sealed partial class RouteSocket
{
    /// <summary>Adds a policy rule. EEXIST: just this one is there.</summary>
    public void AddRule(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var request = new NetlinkRequest(RouteMessage.Rule, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive);
        RuleWriter.Write(request, rule);
        _client.Request(request, "add rule", rule.ToString());
    }

    /// <summary>Removes the policy rule that is equal to this one in all that is told of it; none other. ENOENT: there is none (any more).</summary>
    /// <remarks>What the kernel tells of the rule is sent back to it word for word, with what this library does not know, so that it can take no other one.</remarks>
    public void RemoveRule(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var header = new byte[PolicyRuleParser.HeaderLength];
        header[0] = KernelFamily.Of(rule.Family);
        var request = new NetlinkRequest(RouteMessage.Rule + RouteMessage.Get, NetlinkFlags.Dump).Fixed(header);
        var same = _client.Dump(request, "dump", $"{rule.Family} rules", (in NetlinkMessageReader message) =>
            rule.Equals(PolicyRule.Parse(message.Payload)) ? message.Payload.ToArray() : null);
        if (same.Count == 0)
        {
            throw new LinuxException("remove rule", rule.ToString(), Errno.ENOENT);
        }

        _client.Request(new NetlinkRequest(RouteMessage.Rule + RouteMessage.Delete, NetlinkFlags.Acknowledge).Fixed(same[0]), "remove rule", rule.ToString());
    }
}
