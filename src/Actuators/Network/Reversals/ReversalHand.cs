using System.Globalization;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;

namespace EventOps.Actuators.Network.Reversals;

/// <summary>Takes changes of the network back as it was written down before they were made. Nothing is kept open between calls.</summary>
public sealed class ReversalHand(NetworkNamespace network)
{
    /// <summary>Carries out reversals, the last change first.</summary>
    /// <returns>What could not be taken back, each in words; empty when all is.</returns>
    public async Task<IReadOnlyList<string>> TakeBackAsync(IEnumerable<Reversal> reversals, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var reversal in reversals.Reverse())
        {
            try
            {
                await TakeBackAsync(reversal, cancellationToken);
            }
            catch (Exception e) when (e is LinuxException { Errno: not (Errno.EEXIST or Errno.ESRCH) } or FormatException or Linux.Processes.CommandException)
            {
                // The others are still to be taken back.
                failures.Add(e.Message);
            }
            catch (LinuxException)
            {
                // It is there, or gone, already.
            }
        }

        return failures;
    }

    private async Task TakeBackAsync(Reversal reversal, CancellationToken cancellationToken)
    {
        switch (reversal)
        {
            case FilterReversal filter:
                Apply(filter);
                break;

            case InsertedReversal { Backend: "nft" } inserted:
                TakeOut(inserted);
                break;

            case InsertedReversal inserted:
                await TakeOutAsync(inserted, cancellationToken);
                break;

            case LegacyReversal legacy:
                for (var i = 0; i < legacy.Count; i++)
                {
                    if (await LegacyTables.InsertAsync(network, legacy.Rule, legacy.Position, cancellationToken) is { } refused)
                    {
                        throw new LinuxException("put back", legacy.Rule.Text, Errno.EINVAL, refused);
                    }
                }

                break;

            case RouteReversal route:
                using (var socket = RouteSocket.Open(network))
                {
                    Change(socket, route);
                }

                break;

            case RoutingRuleReversal rule:
                using (var socket = RouteSocket.Open(network))
                {
                    Change(socket, rule);
                }

                break;

            case MasterReversal master:
                using (var socket = RouteSocket.Open(network))
                {
                    Change(socket, master);
                }

                break;

            default:
                throw new FormatException($"a reversal of kind {reversal.GetType().Name} is not known");
        }
    }

    /// <summary>A link or master that is gone has nothing to be put back.</summary>
    private static void Change(RouteSocket socket, MasterReversal reversal)
    {
        var master = reversal.Master.Length == 0 ? 0 : socket.FindLink(reversal.Master)?.Index;
        if (master is { } index && socket.FindLink(reversal.Link) is { } link)
        {
            socket.SetLinkMaster(link.Index, index);
        }
    }

    private static void Change(RouteSocket socket, RoutingRuleReversal reversal)
    {
        if (reversal.IsAdded)
        {
            socket.AddRule(reversal.ToRule());
        }
        else if (socket.ReadRules().Find(r => r.ToFact() == reversal.ToRule().ToFact()) is { } found)
        {
            socket.RemoveRule(found);
        }
    }

    private static void Change(RouteSocket socket, RouteReversal reversal)
    {
        var route = reversal.ToRoute(socket);
        if (!reversal.IsAdded)
        {
            socket.RemoveRoute(route);
            return;
        }

        try
        {
            socket.AddRoute(route);
        }
        catch (LinuxException e) when (e.Errno == Errno.EEXIST && IsReplaced(socket, route))
        {
            socket.ReplaceRoute(route);
        }
    }

    /// <summary>Whether one by the same way stands in its place; one by another way is somebody else's.</summary>
    private static bool IsReplaced(RouteSocket socket, Route route) => socket.ReadRoutes(route.Destination, route.Table)
        .Exists(r => r.Metric == route.Metric && r.OutputLink == route.OutputLink && Equals(r.Gateway, route.Gateway));

    private void Apply(FilterReversal reversal)
    {
        using var session = NftablesSession.Open(network);
        var result = session.Apply(reversal.Commands);
        Expect(!result.IsDone && reversal.Otherwise is { } otherwise ? session.Apply(otherwise) : result);
    }

    private void TakeOut(InsertedReversal reversal)
    {
        using var session = NftablesSession.Open(network);
        var present = session.Read().Rules.Where(r => r.Family == reversal.Family && r.Table == reversal.Table && r.Chain == reversal.Chain).ToList();
        var handles = reversal.Rules.Select(text => present.Find(r => r.Text == text)?.Handle).OfType<ulong>();
        Expect(session.Apply(string.Concat(handles.Select(h => string.Create(CultureInfo.InvariantCulture, $"delete rule {reversal.Family} {reversal.Table} {reversal.Chain} handle {h}\n")))));
    }

    private async Task TakeOutAsync(InsertedReversal reversal, CancellationToken cancellationToken)
    {
        var family = reversal.Family == "ip6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var (_, present) = await LegacyTables.ReadAsync(network, family, cancellationToken);
        foreach (var rule in reversal.Rules.Select(text => new LegacyRule(family, reversal.Table, reversal.Chain, text.Split(' '))).Where(present.Contains))
        {
            if (await LegacyTables.RemoveAsync(network, rule, cancellationToken) is { } refused)
            {
                throw new LinuxException("take out", rule.Text, Errno.EINVAL, refused);
            }
        }
    }

    private static void Expect(NftResult result)
    {
        if (!result.IsDone)
        {
            throw new LinuxException("change", "nftables", Errno.EINVAL, result.Error.Trim());
        }
    }
}
