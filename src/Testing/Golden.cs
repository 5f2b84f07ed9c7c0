namespace EventOps.Testing;

/// <summary>
/// Compares decisions with those that were found right before, kept in a file beside the test. With EVENTOPS_ACCEPT=1 in the
/// environment the file is written anew instead.
/// </summary>
public static class Golden
{
    private const int Context = 3;
    private const int MostShown = 40;

    /// <param name="path">The file of accepted decisions.</param>
    /// <exception cref="RuleTestException">They differ; the message shows where.</exception>
    public static void Check(string path, string actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        if (Environment.GetEnvironmentVariable("EVENTOPS_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        if (!File.Exists(path))
        {
            throw new RuleTestException($"{path} is not there yet; look at the decisions, and run with EVENTOPS_ACCEPT=1 to accept them:\n{actual}");
        }

        var accepted = File.ReadAllText(path);
        if (accepted != actual)
        {
            throw new RuleTestException($"decisions differ from {path} (- accepted, + now); run with EVENTOPS_ACCEPT=1 if they are right:\n{Diff(accepted, actual)}");
        }
    }

    /// <summary>Lines that went (-) and came (+), each with a few around it.</summary>
    public static string Diff(string accepted, string actual)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(actual);
        var (a, b) = (accepted.Split('\n'), actual.Split('\n'));
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < a.Length - start && end < b.Length - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var lines = a[Math.Max(0, start - Context)..start].Select(l => "  " + l)
            .Concat(Shown(a[start..^end], "- "))
            .Concat(Shown(b[start..^end], "+ "))
            .Concat(a[^end..].Take(Context).Select(l => "  " + l));
        return FormattableString.Invariant($"from line {start + 1}:\n") + string.Join('\n', lines);
    }

    private static IEnumerable<string> Shown(string[] lines, string mark) =>
        lines.Length <= MostShown
            ? lines.Select(l => mark + l)
            : lines.Take(MostShown).Select(l => mark + l).Append(FormattableString.Invariant($"{mark}… and {lines.Length - MostShown} more"));
}
