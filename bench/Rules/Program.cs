using System.Globalization;
using EventOps.Rules.Bench;

// Prints the table as Markdown; speeds are per second of processor time. NRules' figures were measured once, on the same kind of machine; they are not measured here.
if (args.Any(a => a is "--help" or "-h" or "-?"))
{
    Console.WriteLine($"Usage: bench/rules [WORKLOAD]...\n\nRuns the rule engine's workloads, all unless some are named, and prints what was measured beside what is wanted and what NRules\nreached. Speeds are per second of processor time. Exit codes: 0 all reached; 1 one was missed; 2 no such workload.\n\nWorkloads: {string.Join(", ", Workloads.All.Select(w => w.Name.Contains(' ', StringComparison.Ordinal) ? $"'{w.Name}'" : w.Name))}");
    return 0;
}

if (args.FirstOrDefault(a => Workloads.All.All(w => w.Name != a)) is { } unknown)
{
    Console.Error.WriteLine($"bench/rules: there is no workload '{unknown}' (see --help)");
    return 2;
}

var chosen = Workloads.All.Where(w => args.Length == 0 || args.Contains(w.Name)).ToList();
Console.WriteLine("| workload | | measured | bytes/change | NRules 1.0.4 (measured once) | ratio | wanted | reached |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
var missed = 0;
foreach (var (_, run) in chosen)
{
    var r = run();
    missed += r.IsReached ? 0 : 1;
    var bytes = r.Bytes is { } b ? b.ToString("0.#", CultureInfo.InvariantCulture) : "";
    var theirs = Say(r.NRules, r.Unit) + (r.NRulesBytes is { } nb ? $", {nb.ToString("#,0", CultureInfo.InvariantCulture)} B" : "");
    var wanted = Say(r.Wanted, r.Unit) + (r.WantedBytes is { } wb ? $", {wb.ToString("0", CultureInfo.InvariantCulture)} B" : "");
    Console.WriteLine($"| {r.Name} | {r.What} | {Say(r.Measured, r.Unit)} | {bytes} | {theirs} | {r.Ratio.ToString("0.0", CultureInfo.InvariantCulture)}x | {wanted} | {(r.IsReached ? "yes" : "NO")} |");
}

return missed == 0 ? 0 : 1;

static string Say(double value, string unit) => unit switch
{
    "1/s" when value >= 1e6 => (value / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " M/s",
    "1/s" => (value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k/s",
    _ => value.ToString("0.00", CultureInfo.InvariantCulture) + " " + unit,
};
