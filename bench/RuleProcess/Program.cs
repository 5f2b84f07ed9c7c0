using System.CommandLine;
using System.Globalization;
using EventOps.Bench.Growth;
using EventOps.Bench.RuleProcess;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var program = new Option<string>("--eventops") { Required = true, Description = "The published daemon" };
var rules = new Option<string>("--rules") { Required = true, Description = "The folder with its rules" };
var runs = new Option<int?>("--runs") { Description = "How often; each benchmark has a number of its own" };
var rate = new Option<int?>("--rate") { Description = "Events a second; each benchmark has a number of its own" };
var seconds = new Option<double>("--seconds") { Description = "How long the decision latency is measured", DefaultValueFactory = _ => 60 };
var json = new Option<bool>("--json") { Description = "The figures as JSON on standard output" };

var root = new RootCommand("Measures what EventOps promises of its rules. Exit code 1: a figure was missed")
{
    For("reload", "From the save of a rule file to active or refused, half of them broken, at 5,000 events a second; no event may be lost", Reload.RunAsync),
    For("reloads", "1,000 reloads: assemblies and memory must stay as they are", Reloads.RunAsync),
    For("decision", "From an event to the intent made of it, with 100 rules and 1,000 facts at 1,000 events a second", Latency.RunAsync),
    For("memory", "Core and rule process with 100 rules, idle", IdleMemory.RunAsync),
};
foreach (var option in (Option[])[program, rules, runs, rate, seconds, json])
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
            parsed.GetValue(program)!, parsed.GetValue(rules)!, parsed.GetValue(runs), parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
        var report = new Report(name, parsed.GetValue(json));
        await run(options, report, cancellationToken);
        return report.Finish();
    });
    return command;
}
