using System.CommandLine;
using System.Globalization;
using EventOps.Bench.Growth;
using EventOps.Bench.Network;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var program = new Option<string>("--eventops") { Required = true, Description = "The published daemon" };
var rules = new Option<string>("--rules") { Required = true, Description = "The folder with its rules" };
var runs = new Option<int?>("--runs") { Description = "How often; each benchmark has a number of its own" };
var seconds = new Option<double>("--seconds") { Description = "How long idle is measured", DefaultValueFactory = _ => 60 };
var json = new Option<bool>("--json") { Description = "The figures as JSON on standard output" };

var root = new RootCommand("Measures how soon the network is put right, and what watching it costs; acts in network namespaces of its own")
{
    For("route", "A wanted route deleted, beside a shell loop on ip monitor", Cure.RouteAsync),
    For("filter", "A wanted rule of the packet filter deleted", Cure.FilterAsync),
    For("link", "A wanted address removed; a link set down", Cure.LinkAsync),
    For("storm", "100,000 foreign routes added and removed while a wanted one is deleted", Storm.RunAsync),
    For("idle", "1,000 peers and 200 interfaces with nothing to do", Idle.RunAsync),
};
foreach (var option in (Option[])[program, rules, runs, seconds, json])
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
        var options = new BenchOptions(parsed.GetValue(program)!, parsed.GetValue(rules)!, parsed.GetValue(runs), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
        var report = new Report(name, parsed.GetValue(json));
        await run(options, report, cancellationToken);
        return report.Finish();
    });
    return command;
}
