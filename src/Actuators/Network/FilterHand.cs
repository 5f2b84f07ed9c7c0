using System.Globalization;
using System.Net.Sockets;
using EventOps.Actuators.Network.Reversals;
using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>The packet filter: the daemon's own table, and single rules of others that may be removed.</summary>
public sealed class FilterHand(NetworkPolicy policy, NetworkNamespace network) : IActuator, IDisposable
{
    private readonly Lazy<NftablesSession> _session = new(() => NftablesSession.Open(network));

    public bool CanCarryOut(Intent intent) => intent is SetOwnFilter or RemoveFilterRule or RemoveSetElement or LetThrough;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<IStep>>(intent switch
    {
        SetOwnFilter => [SetOwn()],
        RemoveFilterRule { Rule: { Backend: "nft", Handle: > 0 } rule } => [Remove(rule)],
        RemoveFilterRule { Rule: { Backend: not "nft" } rule } => [new LegacyStep(rule, policy, network)],
        RemoveSetElement { Rule: { Backend: "nft", Set: { } set, Element: { } element } rule } => [Remove(rule, set, element)],
        LetThrough { Policy: { Backend: "nft" } chain } => [Pass(chain)],
        LetThrough { Policy: { Backend: not "nft", Handle: 0 } chain } => [new LegacyPassStep(chain, policy, network)],
        _ => throw new PlanException($"{intent.GetType().Name} is not for this hand"),
    });

    public void Dispose()
    {
        if (_session.IsValueCreated)
        {
            _session.Value.Dispose();
        }
    }

    /// <summary>A step looks five times, and changes something between two of them at most.</summary>
    private NftRuleset Rules() => _session.Value.ReadIfChanged();

    private CorrectionStep SetOwn()
    {
        var wanted = OwnTable.RulesOf(policy);
        var commands = OwnTable.CommandsFor(policy);
        return new CorrectionStep(
            $"set table inet {OwnTable.Name} to {wanted.Count.ToString(CultureInfo.InvariantCulture)} rules",
            () => Rules() is var rules
                && rules.Rules.Where(r => r is { Family: "inet", Table: OwnTable.Name }).Select(r => r.Text).SequenceEqual(wanted)
                && rules.Chains.Any(c => c is { Family: "inet", Table: OwnTable.Name, Hook: "input", Policy: "accept", Priority: OwnTable.Priority }) == wanted.Count > 0,
            () => Apply(commands),
            () => _session.Value.Check(commands) is { IsDone: false } no ? new Obstacle($"nftables would refuse it: {no.Error.Trim()}", "see nft(8)") : null,
            reversal: () => Reversal(FilterReversals.OfTable(Rules(), "inet", OwnTable.Name)));
    }

    private CorrectionStep Remove(FilterRule rule)
    {
        if (!FilterTerms.IsPlain(rule.Table) || !FilterTerms.IsPlain(rule.Chain) || !FilterTerms.IsPlain(rule.Family))
        {
            throw new PlanException($"the names of {rule} cannot be said to nft without doubt; remove it by hand");
        }

        return new CorrectionStep(
            $"remove rule {rule.Text} from {rule.Family} {rule.Table} {rule.Chain}",
            () => !Rules().Rules.Any(r => r.Family == rule.Family && r.Table == rule.Table && r.Chain == rule.Chain && r.Handle == rule.Handle && r.Text == rule.Text),
            () =>
            {
                Apply(string.Create(CultureInfo.InvariantCulture, $"delete rule {rule.Family} {rule.Table} {rule.Chain} handle {rule.Handle}"));
                TranslatedConnections.Forget(rule, policy, network);
            },
            words: ("gone", "there"),
            reversal: () => FilterReversals.OfRule(Rules(), rule) is { } back && _session.Value.Check(back.Commands).IsDone ? back : null);
    }

    private CorrectionStep Remove(FilterRule rule, string set, string element)
    {
        if (!FilterTerms.IsPlain(rule.Table) || !FilterTerms.IsPlain(set) || !FilterTerms.IsPlain(rule.Family) || !NftElement.IsAddressOrPort(element))
        {
            throw new PlanException($"{element} of set {set} in {rule.Family} {rule.Table} cannot be said to nft without doubt; remove it by hand");
        }

        return new CorrectionStep(
            $"remove {element} from set {set} of {rule.Family} {rule.Table}",
            () => Found() is null,
            () => Apply($"delete element {rule.Family} {rule.Table} {set} {{ {element} }}"),
            words: ("gone", "there"),
            reversal: () => Found() is { } found ? Reversal($"add element {rule.Family} {rule.Table} {set} {{ {found} }}") : null);

        NftElement? Found() =>
            Rules().Sets.FirstOrDefault(s => s.Family == rule.Family && s.Table == rule.Table && s.Name == set)?.Read()?.Where(e => e.Value == element).Select(e => (NftElement?)e).FirstOrDefault();
    }

    private CorrectionStep Pass(FilterRule chain)
    {
        if (!FilterTerms.IsPlain(chain.Table) || !FilterTerms.IsPlain(chain.Chain) || !FilterTerms.IsPlain(chain.Family))
        {
            throw new PlanException($"the names of {chain} cannot be said to nft without doubt; let through by hand what must pass");
        }

        return new CorrectionStep(
            $"let through in {chain.Family} {chain.Table} {chain.Chain} what must pass",
            () => !Missing().Any(),
            () =>
            {
                Apply(string.Concat(Missing().Select(rule => $"insert rule {chain.Family} {chain.Table} {chain.Chain} {rule}\n")));
                TranslatedConnections.Forget(chain, policy, network);
            },
            words: ("let through", "dropped"),
            reversal: () => new InsertedReversal(chain.Backend, chain.Family, chain.Table, chain.Chain, [.. Missing()]));

        IEnumerable<string> Missing()
        {
            var rules = Rules();
            var hook = rules.Chains.FirstOrDefault(c => c.Family == chain.Family && c.Table == chain.Table && c.Name == chain.Chain)?.Hook ?? "";

            // What is accepted behind a rule that drops it comes too late; a policy, whose handle is 0, comes last.
            var present = rules.Rules.Where(r => r.Family == chain.Family && r.Table == chain.Table && r.Chain == chain.Chain)
                .TakeWhile(r => r.Handle != chain.Handle).Select(r => r.Text).ToHashSet(StringComparer.Ordinal);
            return FilterTerms.AcceptIn(chain.Family, hook, NetworkPlan.FlowsOf(policy)).Where(rule => !present.Contains(rule));
        }
    }

    /// <summary>Null when nftables cannot read back what it lists.</summary>
    private FilterReversal? Reversal(string commands) => _session.Value.Check(commands).IsDone ? new FilterReversal(commands) : null;

    private void Apply(string commands)
    {
        var result = _session.Value.Apply(commands);
        if (!result.IsDone)
        {
            throw new LinuxException("change", "nftables", Errno.EINVAL, result.Error.Trim());
        }
    }

    /// <summary>A rule of a legacy table, as often as it stands there: only its tool can remove it, and it tells equal ones apart by nothing.</summary>
    private sealed class LegacyStep(FilterRule rule, NetworkPolicy policy, NetworkNamespace network) : IReversibleStep
    {
        public bool CanCut => true;

        private AddressFamily Family => rule.Family == "ip6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

        public string Does => $"remove rule {rule.Text} from {rule.Backend} {rule.Table}";

        public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).Count == 0 ? "gone" : "there";

        public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) =>
            (await FindAsync(cancellationToken)).Count == 0 ? new Readiness.AlreadySo() : new Readiness.Ready();

        public async ValueTask ApplyAsync(CancellationToken cancellationToken)
        {
            foreach (var found in await FindAsync(cancellationToken))
            {
                if (await LegacyTables.RemoveAsync(network, found, cancellationToken) is { } refused)
                {
                    throw new LinuxException("remove", rule.Text, Errno.EINVAL, refused);
                }
            }

            TranslatedConnections.Forget(rule, policy, network);
        }

        public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).Count == 0;

        public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask<Reversal?> ReversalAsync(CancellationToken cancellationToken)
        {
            var (_, rules) = await LegacyTables.ReadAsync(network, Family, cancellationToken);
            var chain = rules.Where(r => r.Table == rule.Table && r.Chain == rule.Chain).ToList();
            var index = chain.FindIndex(r => r.Text == rule.Text);
            return index < 0 ? null : new LegacyReversal(Family, rule.Table, rule.Chain, index + 1, chain[index].Arguments, chain.Count(r => r.Text == rule.Text));
        }

        private async ValueTask<List<LegacyRule>> FindAsync(CancellationToken cancellationToken)
        {
            var (_, rules) = await LegacyTables.ReadAsync(network, Family, cancellationToken);
            return [.. rules.Where(r => r.Table == rule.Table && r.Chain == rule.Chain && r.Text == rule.Text)];
        }
    }
}
