using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Linux.Filtering;

/// <summary>
/// The file that the packet filter is loaded from at boot. What it does is found out by loading it, by libnftables itself and so with all that it includes and defines,
/// into a network namespace that is made for that and thrown away; there stand links of the names that it speaks of. It takes tens of milliseconds.
/// </summary>
/// <param name="network">Whose file it is: the mounts that are seen there count. Its own filter is not touched.</param>
public sealed class FilterFile(NetworkPolicy policy, NetworkNamespace network, string path = WantedFiles.Filter)
{
    private const int MostErrors = 3;

    private readonly FilterSources _sources = new(path);
    private readonly IReadOnlyList<WantedFlow> _flows = NetworkPlan.FlowsOf(policy);

    /// <summary>Differs once the file, or one that it included when it was last read, does.</summary>
    public string Stamp() => network.Run(_sources.Stamp);

    /// <summary>The same, after noting what a text of the file includes.</summary>
    public string Stamp(string? text) => network.Run(() =>
    {
        _sources.Read(text ?? "");
        return _sources.Stamp();
    });

    /// <param name="text">Null when there is no such file.</param>
    /// <returns>A correction only where it was loaded too, and stops nothing that must pass.</returns>
    /// <exception cref="LinuxException">No namespace can be made, or nftables cannot be used there.</exception>
    /// <exception cref="IOException">What was loaded cannot be read.</exception>
    public FileJudgement Judge(string? text)
    {
        if (text is null)
        {
            return new FileJudgement([], null);
        }

        using var place = network.CreateBeside();
        using var session = Open(place);
        var (now, early) = Load(session, place, network.Run(() => _sources.Read(text)));
        var doubts = now.InTheWay.Where(r => !r.IsSure).Select(r => $"{r} may stop {r.Stops}").Concat(early);
        if (now.IsGood)
        {
            return new FileJudgement([], text, string.Join("; ", doubts));
        }

        string[] problems = now.Refused.Length > 0 ? [$"nft(8) does not load it: {now.Refused}"] : [.. now.Sure.Select(r => $"{r} stops {r.Stops}")];
        var (corrected, why) = Correct(session, text, now);
        return new FileJudgement(problems, corrected, string.Join("; ", corrected is null ? [.. problems, .. doubts, why] : doubts));
    }

    private static NftablesSession Open(NetworkNamespace place)
    {
        try
        {
            return NftablesSession.Open(place);
        }
        catch (DllNotFoundException e)
        {
            throw new IOException($"the package libnftables1 is missing: {e.Message}", e);
        }
    }

    /// <returns>The corrected text, or why there is none.</returns>
    private (string? Corrected, string Why) Correct(NftablesSession session, string text, Loaded now)
    {
        var others = FilterSection.Without(text);
        if (now.Refused.Length > 0 && others == text)
        {
            return (null, $"mend it by hand, and try it without loading it: nft -c -f {path}");
        }

        if (!policy.CorrectFiles || !policy.CorrectForeign)
        {
            return (null, "change it by hand, or set correct-files = \"yes\" and correct-foreign = \"yes\"");
        }

        if (text.AsSpan().ContainsAny('\0', '\uFFFD'))
        {
            return (null, "it is not corrected, as it is no text in UTF-8");
        }

        // A section of ours may be what it does not load for, where the chain is gone that it speaks of.
        var without = others == text ? now : Load(session, () => session.Apply(others));
        if (without.Refused.Length > 0)
        {
            return (null, $"mend it by hand, and try it without loading it: nft -c -f {path}");
        }

        var chains = without.Sure.Select(r => (r.Family, r.Table, r.Chain)).Distinct().ToList();
        if (chains.FirstOrDefault(c => !FilterTerms.IsPlain(c.Table) || !FilterTerms.IsPlain(c.Chain)) is { Family: not null } odd)
        {
            return (null, $"it is not corrected, as the names of {odd.Family} {odd.Table} {odd.Chain} cannot be said to nft(8) without doubt");
        }

        var corrected = FilterSection.With(others, [.. chains.SelectMany(c => RulesFor(without.Rules, c))]);
        var then = Load(session, () => session.Apply(corrected));
        return then.IsGood ? (corrected, "")
            : (null, $"it is not corrected, as accepting at the head of these chains does not help: {(then.Refused.Length > 0 ? then.Refused : string.Join(", ", then.Sure))}");
    }

    private IEnumerable<string> RulesFor(NftRuleset rules, (string Family, string Table, string Chain) at)
    {
        var chain = rules.Chains.First(c => c.Family == at.Family && c.Table == at.Table && c.Name == at.Chain);
        var devices = chain.Devices.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return FilterTerms.AcceptIn(chain.Family, chain.Hook, _flows.Where(f => devices.Length == 0 || devices.Contains(f.Link)))
            .Select(rule => $"insert rule {at.Family} {at.Table} {at.Chain} {rule} comment \"{FilterSection.Comment}\"");
    }

    /// <summary>First as a boot that has not made the tunnels yet, then with these.</summary>
    /// <returns>What holds once the tunnels are there, and in words that it does not load before.</returns>
    private (Loaded Now, string[] Early) Load(NftablesSession session, NetworkNamespace place, string text)
    {
        using var there = RouteSocket.Open(place);
        var taken = there.ReadLinks().Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        var tunnels = policy.Tunnels.Select(t => t.Name).ToList();
        Make(there, LinksIn(text).Where(n => !tunnels.Contains(n) && taken.Add(n)));
        var now = Load(session, () => session.ApplyFile(path));
        var late = tunnels.Where(n => text.Contains(n, StringComparison.Ordinal) && taken.Add(n)).ToList();
        if (now.Refused.Length == 0 || late.Count == 0)
        {
            return (now, []);
        }

        var before = now.Refused;
        Make(there, late);
        now = Load(session, () => session.ApplyFile(path));
        return (now, now.Refused.Length > 0 ? [] : [$"it loads only where {string.Join(" and ", late)} is there already, which at a boot comes later: write iifname and oifname for iif and oif ({before})"]);
    }

    private Loaded Load(NftablesSession session, Func<NftResult> load)
    {
        session.Apply("flush ruleset");
        var result = load();
        try
        {
            var rules = session.Read();
            var view = FilterView.Of(rules);
            return new Loaded(rules, [.. FilterJudge.StandingInTheWay(view, _flows), .. FilterJudge.PoliciesInTheWay(view, _flows)], result.IsDone ? "" : ErrorsOf(result));
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Each with file and line, without the text of that line.</summary>
    private static string ErrorsOf(NftResult result) =>
        result.Error.Split('\n').Where(l => l.Contains("Error: ", StringComparison.Ordinal)).Take(MostErrors).ToList() is { Count: > 0 } errors
            ? string.Join(", ", errors)
            : result.Error.Trim();

    /// <summary>What a rule names by "iif" or "device" must be there for it to be loaded. Links that are there now will be so after a boot, and so will those of the settings.</summary>
    private IEnumerable<string> LinksIn(string text)
    {
        using var here = RouteSocket.Open(network);
        return [.. here.ReadLinks().Select(l => l.Name).Concat(policy.Links.Select(l => l.Name)).Concat(_flows.Select(f => f.Link)).Where(n => text.Contains(n, StringComparison.Ordinal))];
    }

    private static void Make(RouteSocket routes, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Make(routes, name);
        }
    }

    private static void Make(RouteSocket routes, string name)
    {
        try
        {
            routes.CreateLink(name, "dummy");
        }
        catch (LinuxException e) when (e.Errno == Errno.EOPNOTSUPP)
        {
            // Some kernels lack these; a bridge without any port does as well.
            routes.CreateLink(name, "bridge");
        }
    }

    /// <param name="Refused">Why nothing was loaded; empty when it was.</param>
    private sealed record Loaded(NftRuleset Rules, IReadOnlyList<FilterRule> InTheWay, string Refused)
    {
        public IEnumerable<FilterRule> Sure => InTheWay.Where(r => r.IsSure);

        public bool IsGood => Refused.Length == 0 && !Sure.Any();
    }
}
