using System.Text.RegularExpressions;

namespace EventOps.Linux.Filtering;

/// <summary>The daemon's own part of nftables.conf: rules between two remarks, at the end of the file. No other line is touched. Pure.</summary>
public static partial class FilterSection
{
    /// <summary>What the comment of each of its rules says.</summary>
    public const string Comment = "eventops";

    private const string Begin = "# Written by EventOps: what its settings say must pass. It is written anew as a whole.\n";
    private const string End = "# End of what EventOps wrote.\n";

    /// <summary>The text without the section, wherever it stands.</summary>
    public static string Without(string text) => Section().Replace(text, "");

    /// <summary>The text with this section in the place of the one that it has.</summary>
    /// <param name="rules">"insert rule ..." each; with none there is no section.</param>
    public static string With(string text, IReadOnlyCollection<string> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var others = Without(text);
        return rules.Count == 0 ? others
            : $"{others}{(others.Length == 0 || others.EndsWith('\n') ? "" : "\n")}{Begin}{string.Concat(rules.Select(r => r + "\n"))}{End}";
    }

    /// <summary>Anything else between the remarks is somebody's own: then it is no section.</summary>
    [GeneratedRegex("^# Written by EventOps:[^\\n]*\\n(?:insert rule [^\\n]*\\n)*# End of what EventOps wrote[^\\n]*(?:\\n|\\z)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Section();
}
