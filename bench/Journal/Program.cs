using System.Globalization;
using EventOps.Bench.Journal;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = Directory.CreateDirectory(Path.Combine(args.Length > 0 ? args[0] : Path.GetTempPath(), "journal-bench-" + Guid.NewGuid().ToString("N"))).FullName;
try
{
    await Measures.Warm(Path.Combine(root, "warm"));
    Measures.Paced(Path.Combine(root, "paced"), perSecond: 5000, seconds: 5);
    Measures.FlatOut(Path.Combine(root, "flat"), count: 1_000_000);
    Measures.Decode(Path.Combine(root, "flat"));
    await Measures.Durable(Path.Combine(root, "durable"), Path.Combine(root, "bare"), count: 2000);
}
finally
{
    Directory.Delete(root, true);
}
