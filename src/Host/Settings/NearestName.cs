namespace EventOps.Host.Settings;

/// <summary>Finds the name that someone meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest of <paramref name="known"/>, or null when none is near enough to be worth a guess.</summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        // A name ten times as long as any of ours is no slip of the finger, and would cost time.
        if (written.Length is 0 or > 64)
        {
            return null;
        }

        var plain = Plain(written);
        var best = known.Select(k => (Name: k, Distance: Distance(plain, Plain(k)))).MinBy(k => k.Distance);
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Min(plain.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    // growAt, grow_at and Grow-At are all grow-at.
    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964) each count one.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i : Step(a, b, d, i, j);
            }
        }

        return d[a.Length, b.Length];
    }

    private static int Step(string a, string b, int[,] d, int i, int j)
    {
        var best = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, d[i - 2, j - 2] + 1) : best;
    }
}
