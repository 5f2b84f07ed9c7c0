using System.Globalization;

namespace EventOps.Linux.Processes;

/// <summary>
/// The resident pages of this process's own program images (assemblies, with the code compiled beforehand). A start reads much that is never
/// needed again, and the kernel maps sixteen pages around each one that is touched.
/// </summary>
public static class ImagePages
{
    private const int DoNotNeed = 4;

    /// <summary>
    /// Unmaps those that are read-only and equal to the file: whoever needs one again gets it from the page cache, for about a microsecond.
    /// Images of shared libraries are left alone, as their linker or the runtime may have written to them.
    /// </summary>
    /// <returns>How many bytes were resident in the mappings that were let go of; 0 where proc(5) cannot be read.</returns>
    public static long LetGo(string proc = "/proc/self/smaps")
    {
        try
        {
            return Clean(File.ReadLines(proc)).ToList().Sum(m => NativeProcess.madvise(m.Start, m.Length, DoNotNeed) == 0 ? m.Resident : 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Mappings of smaps(5) that are a file's unchanged bytes: of an assembly, not writable, and without a page of their own.</summary>
    internal static IEnumerable<(nuint Start, nuint Length, long Resident)> Clean(IEnumerable<string> smaps)
    {
        (nuint Start, nuint Length)? mapping = null;
        var resident = 0L;
        foreach (var line in smaps)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 5 && words[0].Contains('-', StringComparison.Ordinal))
            {
                mapping = IsOfImage(words) ? Range(words[0]) : null;
                resident = 0;
            }
            else if (words is ["Rss:", var pages, ..] && long.TryParse(pages, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes))
            {
                resident = kilobytes << 10;
            }
            else if (words is ["Private_Dirty:", "0", ..] && resident > 0 && mapping is { } clean)
            {
                yield return (clean.Start, clean.Length, resident);
            }
        }
    }

    private static bool IsOfImage(string[] words) =>
        words.Length >= 6 && words[1] is "r--p" or "r-xp" or "r--s" && words[^1].EndsWith(".dll", StringComparison.Ordinal);

    private static (nuint Start, nuint Length)? Range(string word)
    {
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        return nuint.TryParse(word.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
            && nuint.TryParse(word.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end)
            && end > start
            ? (start, end - start)
            : null;
    }
}
