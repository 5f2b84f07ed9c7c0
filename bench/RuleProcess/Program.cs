using System.CommandLine;
using EventOps.Bench.Growth;
using EventOps.Bench.RuleProcess;

var rate = new Option<int?>("--rate") { Description = "Events a second; each benchmark has a number of its own" };
var seconds = new Option<double>("--seconds") { Description = "How long the decision latency is measured", DefaultValueFactory = _ => 60 };
return await BenchProgram.RunAsync<BenchOptions>(
    args,
    "Measures what EventOps promises of its rules. Exit code 1: a figure was missed",
    [rate, seconds],
    (program, rules, runs, parsed) => new(program, rules, runs, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds))),
    [
        new("reload", "From the save of a rule file to active or refused, half of them broken, at 5,000 events a second; no event may be lost", Reload.RunAsync),
        new("reloads", "1,000 reloads: assemblies and memory must stay as they are", Reloads.RunAsync),
        new("decision", "From an event to the intent made of it, with 100 rules and 1,000 facts at 1,000 events a second", Latency.RunAsync),
        new("memory", "Core and rule process with 100 rules, idle", IdleMemory.RunAsync),
    ]);
