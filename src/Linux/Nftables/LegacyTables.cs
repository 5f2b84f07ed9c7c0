using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Nftables;

/// <summary>A rule of legacy iptables.</summary>
/// <param name="Arguments">What stands after the chain: -p udp -m udp --dport 51820 -j DROP.</param>
public sealed record LegacyRule(AddressFamily Family, string Table, string Chain, IReadOnlyList<string> Arguments)
{
    /// <summary>As iptables-save writes it.</summary>
    public string Text => $"-A {Chain} {string.Join(' ', Arguments)}";

    public bool Equals(LegacyRule? other) => other is not null && Family == other.Family && Table == other.Table && Chain == other.Chain && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Family, Table, Chain, Arguments.Count);
}

/// <param name="Policy">ACCEPT or DROP of a built-in chain; "-" of one that is jumped to.</param>
public sealed record LegacyChain(AddressFamily Family, string Table, string Name, string Policy);

/// <summary>
/// The tables of legacy iptables (x_tables), which nftables neither shows nor tells of: they must be asked for again and again. Reading them with the tools loads
/// kernel modules and makes tables, so look at <see cref="Names"/> first. The tools are those of the package iptables.
/// </summary>
public static class LegacyTables
{
    /// <summary>Those in use: "filter", "nat", "mangle", "raw", "security". Empty is the usual answer.</summary>
    public static IReadOnlyList<string> Names(NetworkNamespace network, AddressFamily family)
    {
        ArgumentNullException.ThrowIfNull(network);
        var path = $"/proc/thread-self/net/{(family == AddressFamily.InterNetwork ? "ip" : "ip6")}_tables_names";
        return network.Run<IReadOnlyList<string>>(() => File.Exists(path) ? File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries) : []);
    }

    /// <summary>The chains and rules of the tables in use.</summary>
    /// <exception cref="CommandException">The tool is missing.</exception>
    /// <exception cref="FormatException">The tool failed, or wrote what is not expected.</exception>
    public static async Task<(IReadOnlyList<LegacyChain> Chains, IReadOnlyList<LegacyRule> Rules)> ReadAsync(
        NetworkNamespace network, AddressFamily family, CancellationToken cancel = default)
    {
        if (Names(network, family).Count == 0)
        {
            return ([], []);
        }

        var result = await RunAsync(network, new CommandLine(Tool(family) + "-save"), cancel).ConfigureAwait(false);
        return result.IsSuccess && result.Output.IsComplete && result.Output.Dropped == 0
            ? LegacyListing.Parse(family, result.Output.Text)
            : throw new FormatException($"{result}: {result.Error.Text.Trim()}");
    }

    /// <summary>Removes the first rule that is just this one.</summary>
    /// <returns>Null when done, else the tool's words.</returns>
    /// <exception cref="CommandException">The tool is missing.</exception>
    public static async Task<string?> RemoveAsync(NetworkNamespace network, LegacyRule rule, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var command = new CommandLine(Tool(rule.Family), ["-w", "5", "-t", rule.Table, "-D", rule.Chain, .. rule.Arguments]);
        var result = await RunAsync(network, command, cancel).ConfigureAwait(false);
        return result.IsSuccess ? null : $"{result}: {result.Error.Text.Trim()}";
    }

    /// <summary>Puts a rule in.</summary>
    /// <param name="position">From 1, among the rules of its chain.</param>
    /// <returns>Null when done, else the tool's words.</returns>
    /// <exception cref="CommandException">The tool is missing.</exception>
    public static async Task<string?> InsertAsync(NetworkNamespace network, LegacyRule rule, int position, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var place = position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var command = new CommandLine(Tool(rule.Family), ["-w", "5", "-t", rule.Table, "-I", rule.Chain, place, .. rule.Arguments]);
        var result = await RunAsync(network, command, cancel).ConfigureAwait(false);
        return result.IsSuccess ? null : $"{result}: {result.Error.Text.Trim()}";
    }

    private static string Tool(AddressFamily family) => family == AddressFamily.InterNetwork ? "iptables-legacy" : "ip6tables-legacy";

    private static Task<CommandResult> RunAsync(NetworkNamespace network, CommandLine command, CancellationToken cancel) =>
        Command.RunAsync(network.Within(command), new CommandOptions { OutputLimit = 16 << 20 }, cancel);
}
