namespace EventOps.Sensors.Network;

/// <summary>Finds the largest packet that a path carries, by trying. Pure.</summary>
internal static class PathSearch
{
    /// <summary>WireGuard fills what it carries up to multiples of this (whitepaper, 5.4.6): sizes between them are one size outside.</summary>
    internal const int Step = 16;

    /// <param name="least">What is used if nothing larger passes.</param>
    /// <param name="most">Known not to pass.</param>
    /// <param name="passes">Tries one size.</param>
    /// <returns>Null when not even the least passes: a smaller MTU cures nothing.</returns>
    internal static int? Largest(int least, int most, Func<int, bool> passes)
    {
        if (least >= most || !passes(least))
        {
            return null;
        }

        // Of the multiples between: what is below the first passes, the last does not.
        var (first, last) = ((least / Step) + 1, (most + Step - 1) / Step);
        while (first < last)
        {
            var middle = (first + last) / 2;
            (first, last) = passes(middle * Step) ? (middle + 1, last) : (first, middle);
        }

        return Math.Max(least, (first - 1) * Step);
    }
}
