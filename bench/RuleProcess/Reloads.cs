using EventOps.Bench.Growth;
using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Bench.RuleProcess;

/// <summary>Whether anything grows when rules are reloaded again and again: assemblies and memory of the core, memory of the rule process.</summary>
internal static class Reloads
{
    /// <summary>Most reloads find their text compiled; each so many-th is compiled.</summary>
    private const int CompileEach = 50;
    private const int Versions = 10;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var runs = options.Runs ?? 1000;
        await using var core = await RuleCore.StartAsync([("answer.cs", RuleTexts.Answering(0))], cancellationToken);
        await RememberAsync(core, cancellationToken);
        var looks = new List<Look>();
        for (var reload = 1; reload <= runs; reload++)
        {
            core.Save("answer.cs", RuleTexts.Answering(reload % CompileEach == 0 ? 1000 + reload : reload % Versions));
            var problems = await core.Service.ReloadAsync(cancellationToken);
            if (problems.Count > 0)
            {
                throw new InvalidOperationException(problems[0].ToString());
            }

            // This program's own notes are not to be taken for what the daemon keeps.
            core.DealtWith.Clear();
            if (reload % Math.Max(1, runs / 20) == 0)
            {
                looks.Add(Look.Now(core, reload));
                Report.Say(looks[^1].ToString());
            }
        }

        await Task.Delay(RuleCore.KeepCompilerFor + TimeSpan.FromSeconds(5), cancellationToken);

        // The first fifth warms up: code compiled, buffers at their size.
        var (first, last) = (looks.Skip(looks.Count / 5).Take(Math.Max(1, looks.Count / 5)).ToList(), looks.TakeLast(Math.Max(1, looks.Count / 5)).ToList());
        report.Add("reloads", runs, "");
        report.Add("core: assemblies loaded at the end, more than early on", last.Max(l => l.Assemblies) - first.Max(l => l.Assemblies), "", wanted: 0);
        report.Add("core: resident at the end, of early on", 100.0 * last.Average(l => l.Core.Value) / first.Average(l => l.Core.Value), "%", wanted: 110);
        report.Add("core: managed heap at the end, of early on", 100.0 * last.Average(l => l.Heap) / first.Average(l => l.Heap), "%", wanted: 110);
        report.Add("rule process: resident at the end, of early on", 100.0 * last.Average(l => l.Rules.Value) / first.Average(l => l.Rules.Value), "%", wanted: 110);
        report.Add("processes beside the core at the end", ProcessUsage.ReadWithChildren(Environment.ProcessId).Count - 1, "", wanted: 1);
        report.Add("open descriptors of the core at the end, more than early on", last.Max(l => l.Descriptors) - first.Max(l => l.Descriptors), "", wanted: 2);
    }

    /// <summary>What rules saw last is kept up to a bound, which reloads alone would come to in a thousand and more: here they begin at it.</summary>
    private static async Task RememberAsync(RuleCore core, CancellationToken cancellationToken)
    {
        for (var number = 0L; number < 6000; number++)
        {
            core.Inbox.Post(Feed.Reading("data", number), "bench");
        }

        await StreamCheck.SettleAsync(core, cancellationToken);
    }

    private sealed record Look(int Reload, int Assemblies, Bytes Core, long Heap, Bytes Rules, int Descriptors)
    {
        public static Look Now(RuleCore core, int reload)
        {
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            return new Look(
                reload,
                AppDomain.CurrentDomain.GetAssemblies().Length,
                ProcessUsage.TryRead(Environment.ProcessId)!.Resident,
                heap,
                ProcessUsage.TryRead(core.Service.ProcessId)?.Resident ?? Bytes.Zero,
                Directory.GetFiles("/proc/self/fd").Length);
        }

        public override string ToString() => $"reload {Reload}: {Assemblies} assemblies, core {Core} (heap {Heap >> 10} KiB), rule process {Rules}, {Descriptors} descriptors";
    }
}
