using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using EventOps.Linux.Native;

namespace EventOps.Linux.Filtering;

/// <summary>A file for nft(8) and those that it includes, as the calling thread's mounts show them: only to know when they change and which links they name.</summary>
internal sealed partial class FilterSources(string path)
{
    /// <summary>Where nft(8) looks for what is included by a name alone.</summary>
    private const string IncludeFolder = "/etc";

    private const int MostFiles = 256;
    private const int LargestFile = 1 << 24;

    private IReadOnlyList<string> _patterns = [];

    /// <summary>Differs once one of them does, comes or goes.</summary>
    public string Stamp() => string.Join('\n', _patterns.SelectMany(Matching).Prepend(path).Distinct(StringComparer.Ordinal).Select(StampOf));

    /// <summary>All their text, for looking for words; what they include is noted for <see cref="Stamp"/>.</summary>
    /// <param name="text">That of the first.</param>
    public string Read(string text)
    {
        var patterns = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { path };
        var all = new StringBuilder();
        var waiting = new Queue<(string Path, string Text)>([(path, text)]);
        while (waiting.TryDequeue(out var next))
        {
            all.Append(next.Text).Append('\n');
            foreach (Match include in Include().Matches(next.Text))
            {
                foreach (var pattern in PlacesOf(include.Groups["name"].Value, next.Path))
                {
                    patterns.Add(pattern);
                    foreach (var file in Matching(pattern).Where(f => seen.Count < MostFiles && seen.Add(f)))
                    {
                        waiting.Enqueue((file, TextOf(file)));
                    }
                }
            }
        }

        _patterns = patterns;
        return all.ToString();
    }

    /// <summary>One in a remark is looked at in vain.</summary>
    [GeneratedRegex("\\binclude\\s+\"(?<name>[^\"\\n]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Include();

    private static IEnumerable<string> PlacesOf(string name, string from) =>
        name.StartsWith('/') ? [name]
        : name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal) ? [Path.GetFullPath(name)]
        : [Path.Combine(IncludeFolder, name), Path.Combine(Path.GetDirectoryName(from)!, name)];

    /// <summary>The files of a pattern of glob(7), or a few more; of one without wildcards itself, also where it is missing.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        IEnumerable<string> found = ["/"];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.AsSpan().ContainsAny('*', '?', '[')
                ? found.SelectMany(folder => Entries(folder, OneOf().Replace(part, "?")))
                : found.Select(folder => Path.Combine(folder, part));
        }

        return found.Order(StringComparer.Ordinal).Take(MostFiles);
    }

    [GeneratedRegex("\\[[^\\]]*\\]", RegexOptions.CultureInvariant)]
    private static partial Regex OneOf();

    private static string[] Entries(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Where(e => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(e), ignoreCase: false))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string TextOf(string path)
    {
        try
        {
            return FileStatus.OfPath(path) is { IsRegular: true, Size: <= LargestFile } ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string StampOf(string path) => FileStatus.OfPath(path) is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"{path} {status.Holder} {status.Inode} {status.Size} {status.Changed.Seconds}.{status.Changed.Nanoseconds}")
        : path + " -";
}
