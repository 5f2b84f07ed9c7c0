using System.Text;
using System.Text.RegularExpressions;

namespace EventOps.Linux.Mounts;

/// <summary>A line of fstab(5), unescaped.</summary>
/// <param name="Source">A device path, or <c>UUID=…</c>, <c>LABEL=…</c>.</param>
public sealed partial record FstabLine(string Source, string MountPoint, string FileSystem, string Options, string Dump = "0", string Pass = "0")
{
    /// <summary>Mounts it read-only.</summary>
    public bool IsReadOnly => Options.Split(',').LastOrDefault(o => o is "ro" or "rw") == "ro";

    /// <summary>Left out at a boot and by mount -a.</summary>
    public bool IsLeftOut => Options.Split(',').LastOrDefault(o => o is "auto" or "noauto") == "noauto";

    /// <summary>Whether it is for this mount point, however many slashes stand at its end.</summary>
    public bool IsAt(string mountPoint) => MountPoint == mountPoint || (MountPoint.Length > 1 && MountPoint.TrimEnd('/') == mountPoint.TrimEnd('/'));

    /// <returns>Null for remarks, empty lines and lines with fewer than three fields.</returns>
    public static FstabLine? Parse(string line)
    {
        if (line.TrimStart().StartsWith('#'))
        {
            return null;
        }

        var fields = Field().Matches(line).Select(m => Unescape(m.Value)).ToList();
        return fields.Count < 3 ? null : new FstabLine(
            fields[0], fields[1], fields[2], fields.ElementAtOrDefault(3) ?? "defaults", fields.ElementAtOrDefault(4) ?? "0", fields.ElementAtOrDefault(5) ?? "0");
    }

    /// <summary>Options without read-only: what said so says read-write, and nothing else changes.</summary>
    public FstabLine Writable() => this with
    {
        Options = string.Join(',', Options.Split(',').Select(o => o == "ro" ? "rw" : o)),
    };

    /// <summary>Options without noauto: what said so says auto, and nothing else changes.</summary>
    public FstabLine Mounted() => this with
    {
        Options = string.Join(',', Options.Split(',').Select(o => o == "noauto" ? "auto" : o)),
    };

    /// <summary>The text of the line as it was, with the fields of <paramref name="line"/> in place of those that differ; blanks and a remark at its end stay.</summary>
    internal string Rewritten(string text, FstabLine line)
    {
        string[] wanted = [line.Source, line.MountPoint, line.FileSystem, line.Options];
        string[] present = [Source, MountPoint, FileSystem, Options];
        var fields = Field().Matches(text);
        var result = text;
        for (var i = Math.Min(4, fields.Count) - 1; i >= 0; i--)
        {
            if (wanted[i] != present[i])
            {
                result = string.Concat(result.AsSpan(0, fields[i].Index), Escape(wanted[i]), result.AsSpan(fields[i].Index + fields[i].Length));
            }
        }

        return fields.Count == 3 && line.Options != "defaults" ? $"{result.TrimEnd()} {line.Options}" : result;
    }

    public override string ToString() => $"{Escape(Source)} {Escape(MountPoint)} {FileSystem} {Options} {Dump} {Pass}";

    private static string Unescape(string field) => Octal().Replace(field, m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString());

    private static string Escape(string field)
    {
        var text = new StringBuilder();
        foreach (var c in field)
        {
            _ = c is ' ' or '\t' or '\n' or '\\' ? text.Append('\\').Append(Convert.ToString(c, 8).PadLeft(3, '0')) : text.Append(c);
        }

        return text.ToString();
    }

    // What stands behind a remark sign within the line is no field.
    [GeneratedRegex(@"(?<!\S)(?<!(?<!\S)#.*)[^\s#]\S*")]
    private static partial Regex Field();

    [GeneratedRegex(@"\\([0-3][0-7]{2})")]
    private static partial Regex Octal();
}
