namespace EventOps.Bench.RuleProcess;

/// <param name="Program">The published daemon.</param>
/// <param name="Rules">The folder with the stock rules.</param>
/// <param name="Runs">Null for the benchmark's own number.</param>
/// <param name="Rate">Events a second; null for the benchmark's own.</param>
/// <param name="Seconds">How long the flow is measured.</param>
internal sealed record BenchOptions(string Program, string Rules, int? Runs, int? Rate, TimeSpan Seconds);
