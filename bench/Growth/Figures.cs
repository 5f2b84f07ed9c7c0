namespace EventOps.Bench.Growth;

/// <summary>Several measurements of one thing.</summary>
internal sealed class Figures(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Median => At(0.5);

    public double Worst => Count == 0 ? double.NaN : _sorted[^1];

    public double Least => Count == 0 ? double.NaN : _sorted[0];

    /// <summary>The smallest value that this share of all does not exceed.</summary>
    public double At(double share) => Count == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];
}
