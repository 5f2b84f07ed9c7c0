using System.Globalization;

namespace EventOps.Linux.Processes;

/// <summary>The links that a program keeps through /dev/net/tun, under the names that they have now: "iff:" of /proc/PID/fdinfo (drivers/net/tun.c, tun_chr_show_fdinfo).</summary>
public static class TunLinks
{
    private const string Field = "iff:\t";

    /// <returns>Empty when there are none, or the process is gone or not to be looked at.</returns>
    public static IReadOnlyList<string> Of(int pid, string proc = "/proc")
    {
        try
        {
            return [.. Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"{proc}/{pid}/fdinfo")).Select(NameIn).OfType<string>().Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <param name="text">Of one descriptor.</param>
    /// <returns>Null when it is none of a link; the kernel gives "\&lt;null&gt;" for one that has none yet, which no link is called.</returns>
    internal static string? Parse(string text)
    {
        var line = text.Split('\n').FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal));
        return line?[Field.Length..] is { Length: > 0 and < 16 } name && !name.StartsWith('<') ? name : null;
    }

    private static string? NameIn(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closed in between.
            return null;
        }
    }
}
