using System.Net.Sockets;
using EventOps.Actuators.Network.Reversals;
using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>What must pass, accepted at the head of a chain of a legacy table that drops all else.</summary>
internal sealed class LegacyPassStep(FilterRule chain, NetworkPolicy policy, NetworkNamespace network) : IReversibleStep
{
    public bool CanCut => true;

    /// <summary>Null for a chain that others jump to: which way its packets go is not told.</summary>
    private bool? IsInput => chain.Chain switch
    {
        "INPUT" or "PREROUTING" => true,
        "OUTPUT" or "POSTROUTING" => false,
        _ => null,
    };

    public string Does => $"let through in {chain.Backend} {chain.Table} {chain.Chain} what must pass";

    private AddressFamily Family => chain.Family == "ip6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => (await MissingAsync(cancellationToken)).Count == 0 ? "let through" : "dropped";

    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) =>
        (await MissingAsync(cancellationToken)).Count == 0 ? new Readiness.AlreadySo() : new Readiness.Ready();

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in await MissingAsync(cancellationToken))
        {
            if (await LegacyTables.InsertAsync(network, rule, 1, cancellationToken) is { } refused)
            {
                throw new LinuxException("insert", rule.Text, Errno.EINVAL, refused);
            }
        }
    }

    public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => (await MissingAsync(cancellationToken)).Count == 0;

    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<Reversal?> ReversalAsync(CancellationToken cancellationToken) => new InsertedReversal(
        chain.Backend, chain.Family, chain.Table, chain.Chain, [.. (await MissingAsync(cancellationToken)).Select(r => string.Join(' ', r.Arguments))]);

    private async ValueTask<List<LegacyRule>> MissingAsync(CancellationToken cancellationToken)
    {
        var (_, present) = await LegacyTables.ReadAsync(network, Family, cancellationToken);
        return
        [
            .. NetworkPlan.FlowsOf(policy)
                .Where(f => IsInput is not { } way || f.IsInput == way).Where(f => (chain.Family, f.Family) is not (("ip", 6) or ("ip6", 4)))
                .Select(f => new LegacyRule(Family, chain.Table, chain.Chain, FilterTerms.AcceptLegacy(f))).Distinct().Where(r => !present.Contains(r)),
        ];
    }
}
