using System.Text;
using System.Text.RegularExpressions;

namespace EventOps.Rules.Compilation.Files;

/// <summary>Which entries of a rules folder are rule files, which are an editor's business, and which are a mistake.</summary>
public static partial class RuleFileNames
{
    /// <summary>
    /// Whether an entry is to be looked at. Hidden files, swap files, backups and whatever does not end in .cs are not: a
    /// project file, its build folders and a README may stand beside the rules.
    /// </summary>
    public static bool IsCandidate(string name) =>
        name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
        && name[0] is not ('.' or '#' or '~');

    /// <summary>Whether a rule file may have this name.</summary>
    public static bool IsAllowed(string name) => Allowed().IsMatch(name);

    /// <summary>A name from outside as text that cannot deceive a reader or a terminal.</summary>
    public static string Shown(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(c is >= ' ' and <= '~' and not '\\' ? c.ToString() : $"\\u{(int)c:x4}");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\.cs\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
