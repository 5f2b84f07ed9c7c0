using System.CommandLine;
using EventOps.Bench.Growth;
using EventOps.Bench.Network;

var seconds = new Option<double>("--seconds") { Description = "How long idle is measured", DefaultValueFactory = _ => 60 };
return await BenchProgram.RunAsync<BenchOptions>(
    args,
    "Measures how soon the network is put right, and what watching it costs; acts in network namespaces of its own",
    [seconds],
    (program, rules, runs, parsed) => new(program, rules, runs, TimeSpan.FromSeconds(parsed.GetValue(seconds))),
    [
        new("route", "A wanted route deleted, beside a shell loop on ip monitor", Cure.RouteAsync),
        new("filter", "A wanted rule of the packet filter deleted", Cure.FilterAsync),
        new("link", "A wanted address removed; a link set down", Cure.LinkAsync),
        new("storm", "100,000 foreign routes added and removed while a wanted one is deleted", Storm.RunAsync),
        new("idle", "1,000 peers and 200 interfaces with nothing to do", Idle.RunAsync),
    ]);
