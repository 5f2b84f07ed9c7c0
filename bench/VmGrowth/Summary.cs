using System.Globalization;

namespace EventOps.Bench.VmGrowth;

/// <summary>Medians, worst cases and their ratio.</summary>
internal static class Summary
{
    private const double Wanted = 1.25;

    public static void Print(List<double> bare, List<double> ours)
    {
        var ratio = Median(ours) / Median(bare);
        Say($"bare lvextend and ioctl: median {Median(bare):f0} ms, worst {bare.Max():f0} ms of {bare.Count}");
        Say($"crossing to grown:       median {Median(ours):f0} ms, worst {ours.Max():f0} ms of {ours.Count}");
        Say($"ratio of the medians:    {ratio:f2}, wanted at most {Wanted:f2}: {(ratio <= Wanted ? "met" : "MISSED")}");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
