using System.CommandLine;
using System.Globalization;
using EventOps.Bench.Growth;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var program = new Option<string>("--eventops") { Required = true, Description = "The published daemon" };
var rules = new Option<string>("--rules") { Required = true, Description = "The folder with its rules" };
var runs = new Option<int?>("--runs") { Description = "How often; each benchmark has a number of its own" };
var minutes = new Option<double>("--minutes") { Description = "How long idle is measured", DefaultValueFactory = _ => 10 };
var onDisk = new Option<bool>("--on-disk") { Description = "Image volumes lie in the temporary folder instead of memory" };
var noPeers = new Option<bool>("--no-peers") { Description = "Leaves out the shell loop and monit" };
var json = new Option<bool>("--json") { Description = "The figures as JSON on standard output" };

var root = new RootCommand("Measures what EventOps promises, beside what else does the same")
{
    For("fill-race", "A volume that is written to at full speed must never be full", FillRace.RunAsync),
    For("crossing", "From the write that crosses the threshold to the filesystem being larger", Crossing.RunAsync),
    For("idle", "What ten quiet volumes cost, and what a writer pays", Idle.RunAsync),
    For("start", "From exec to sensing", StartUp.RunAsync),
};
foreach (var option in (Option[])[program, rules, runs, minutes, onDisk, noPeers, json])
{
    option.Recursive = true;
    root.Options.Add(option);
}

return await root.Parse(args).InvokeAsync();

Command For(string name, string description, Func<BenchOptions, Report, CancellationToken, Task> run)
{
    var command = new Command(name, description);
    command.SetAction(async (parsed, cancellationToken) =>
    {
        var options = new BenchOptions(
            parsed.GetValue(program)!,
            parsed.GetValue(rules)!,
            parsed.GetValue(runs),
            TimeSpan.FromMinutes(parsed.GetValue(minutes)),
            parsed.GetValue(onDisk) ? Path.GetTempPath() : "/dev/shm",
            !parsed.GetValue(noPeers));
        var report = new Report(name, parsed.GetValue(json));
        await run(options, report, cancellationToken);
        return report.Finish();
    });
    return command;
}
