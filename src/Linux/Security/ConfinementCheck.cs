using System.Globalization;

namespace EventOps.Linux.Security;

/// <summary>Asks the kernel about each thread: some of these properties belong to threads, and one free thread would be a way out.</summary>
internal static class ConfinementCheck
{
    /// <returns>How many threads were looked at.</returns>
    /// <exception cref="ConfinementException">A thread is not confined.</exception>
    internal static int EveryThread(ConfinementOptions options, bool filtered)
    {
        var expected = Expected(options, filtered);
        var count = 0;
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            if (TryReadStatus(thread) is { } lines)
            {
                CheckThread(thread, lines, expected);
                count++;
            }
        }

        return count;
    }

    private static List<(string Name, string Value)> Expected(ConfinementOptions options, bool filtered)
    {
        const string None = "0000000000000000";
        var expected = new List<(string, string)>
        {
            ("Uid", Four(options.User)),
            ("Gid", Four(options.Group)),
            ("CapPrm", None),
            ("CapEff", None),
            ("CapAmb", None),
        };
        if (filtered)
        {
            // With the filter, no-new-privileges reaches every thread too (seccomp(2), SECCOMP_FILTER_FLAG_TSYNC).
            expected.Add(("NoNewPrivs", "1"));
            expected.Add(("Seccomp", "2"));
        }

        return expected;
    }

    private static string Four(uint id) => string.Create(CultureInfo.InvariantCulture, $"{id}\t{id}\t{id}\t{id}");

    private static void CheckThread(string thread, string[] lines, List<(string Name, string Value)> expected)
    {
        foreach (var (name, value) in expected)
        {
            var line = lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.Ordinal)) ?? "";
            if (line.Length <= name.Length || line[(name.Length + 1)..].Trim() != value)
            {
                throw new ConfinementException("check every thread", $"thread {Path.GetFileName(thread)} has '{line.Replace('\t', ' ')}', not '{value.Replace('\t', ' ')}'");
            }
        }
    }

    private static string[]? TryReadStatus(string thread)
    {
        try
        {
            return File.ReadAllLines(thread + "/status");
        }
        catch (IOException)
        {
            // A thread that has ended meanwhile.
            return null;
        }
    }
}
