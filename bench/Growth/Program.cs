using System.CommandLine;
using EventOps.Bench.Growth;

var minutes = new Option<double>("--minutes") { Description = "How long idle is measured", DefaultValueFactory = _ => 10 };
var onDisk = new Option<bool>("--on-disk") { Description = "Image volumes lie in the temporary folder instead of memory" };
var noPeers = new Option<bool>("--no-peers") { Description = "Leaves out the shell loop and monit" };
return await BenchProgram.RunAsync<BenchOptions>(
    args,
    "Measures what EventOps promises, beside what else does the same",
    [minutes, onDisk, noPeers],
    (program, rules, runs, parsed) => new(
        program, rules, runs, TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(onDisk) ? Path.GetTempPath() : "/dev/shm", !parsed.GetValue(noPeers)),
    [
        new("fill-race", "A volume that is written to at full speed must never be full", FillRace.RunAsync),
        new("crossing", "From the write that crosses the threshold to the filesystem being larger", Crossing.RunAsync),
        new("idle", "What ten quiet volumes cost, and what a writer pays", Idle.RunAsync),
        new("start", "From exec to sensing", StartUp.RunAsync),
    ]);
