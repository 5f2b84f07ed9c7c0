using System.Globalization;
using EventOps.Bench.Replay;

// replay [EVENTS] [RULES]: writes a journal of a busy host, and replays it in this process.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var rules = args.Length > 1 ? args[1] : "rules";
var folder = Directory.CreateTempSubdirectory("eventops-bench-").FullName;
try
{
    BusyHost.Write(folder, events);
    Measure.Replay(folder, rules);
    Measure.Replay(folder, rules);
    Measure.Reading(folder);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
