using System.Globalization;
using System.Net;

namespace EventOps.Model;

/// <summary>The files that must say what the settings want, so that a restart of the network or the machine does not bring the old back. Pure.</summary>
public static class WantedFiles
{
    /// <summary>sysctl(8) takes the files of this folder in order of their names: this one comes last.</summary>
    public const string Parameters = "/etc/sysctl.d/zz-eventops.conf";

    /// <summary>Which sysctl(8) takes after all folders: what it says against the settings would win over <see cref="Parameters"/>.</summary>
    public const string LastParameters = "/etc/sysctl.conf";

    public const string Hosts = "/etc/hosts";

    /// <summary>What the packet filter is loaded from at boot. Only loading tells what it does, so it is judged where that can be done.</summary>
    public const string Filter = "/etc/nftables.conf";

    private const string Aside = "#eventops# ";

    /// <summary>Which files those are.</summary>
    public static IReadOnlyList<string> PathsOf(NetworkPolicy policy) =>
    [
        .. policy.Tunnels.Where(t => t.File is not null).Select(t => t.File!),
        .. policy.Names.Count > 0 ? [Hosts] : (string[])[],
        .. NetworkPlan.ParametersOf(policy).Count > 0 ? [Parameters, LastParameters] : (string[])[],
        .. NetworkPlan.FlowsOf(policy).Count > 0 ? [Filter] : (string[])[],
    ];

    /// <param name="text">Null when there is no such file.</param>
    public static FileJudgement Judge(string path, string? text, NetworkPolicy policy, TunnelKeys keys) => path switch
    {
        Hosts => JudgeHosts(text ?? "", policy),
        Parameters => JudgeParameters(text, policy),
        LastParameters => JudgeLastParameters(text, policy),
        _ when policy.Tunnels.FirstOrDefault(t => t.File == path) is { } tunnel => text is null
            ? new FileJudgement(["there is no such file; write it anew with its PrivateKey, it stands nowhere else"], null)
            : TunnelFile.Judge(text, policy, tunnel, keys),
        _ => new FileJudgement([], text),
    };

    private static FileJudgement JudgeParameters(string? text, NetworkPolicy policy)
    {
        var wanted = "# Kept by EventOps: what its settings want of the kernel.\n"
            + string.Concat(NetworkPlan.ParametersOf(policy).Select(p => $"{p.Name} = {p.Value}\n"));
        return new FileJudgement(text == wanted ? [] : ["it does not hold the parameters of the settings"], wanted);
    }

    /// <summary>A line that says otherwise is put behind a remark sign; what nobody looks after stays.</summary>
    private static FileJudgement JudgeLastParameters(string? text, NetworkPolicy policy)
    {
        var wanted = NetworkPlan.ParametersOf(policy).DistinctBy(p => NetworkPlan.ParameterPath(p.Name)).ToDictionary(p => NetworkPlan.ParameterPath(p.Name), StringComparer.Ordinal);
        var problems = new List<string>();
        var lines = (text ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line is ['#' or ';', ..] || line.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
            {
                continue;
            }

            // A dash before the name: it does not matter whether there is such a parameter.
            var name = line[..equals].Trim().TrimStart('-').Trim();
            if (wanted.TryGetValue(NetworkPlan.ParameterPath(name), out var parameter) && Words(line[(equals + 1)..]) != Words(parameter.Value))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {name} is {Words(line[(equals + 1)..])}, not {parameter.Value}"));
                lines[i] = Aside + lines[i];
            }
        }

        return new FileJudgement(problems, string.Join('\n', lines));
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static FileJudgement JudgeHosts(string text, NetworkPolicy policy)
    {
        var problems = new List<string>();
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        foreach (var name in policy.Names)
        {
            var address = IPAddress.Parse(name.Address);
            var isThere = false;
            for (var i = lines.Count - 1; i >= 0; i--)
            {
                var words = lines[i].Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length < 2 || !words.Skip(1).Contains(name.Name, StringComparer.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (IPAddress.TryParse(words[0], out var found) && found.Equals(address))
                {
                    isThere = true;
                    continue;
                }

                problems.Add($"{name.Name} is {words[0]}, not {name.Address}");
                var rest = words.Skip(1).Where(w => !w.Equals(name.Name, StringComparison.OrdinalIgnoreCase)).ToList();
                if (rest.Count > 0)
                {
                    lines[i] = $"{words[0]} {string.Join(' ', rest)}";
                }
                else
                {
                    lines.RemoveAt(i);
                }
            }

            if (!isThere)
            {
                problems.Add($"{name.Name} is not there with {name.Address}");
                lines.Add($"{name.Address} {name.Name}");
            }
        }

        return new FileJudgement(problems, string.Join('\n', lines) + "\n");
    }
}
