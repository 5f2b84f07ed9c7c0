using System.Globalization;
using System.Net.Sockets;
using EventOps.Host.Daemon;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;
using EventOps.Rules.Compilation;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>The verbs under which the daemon starts itself again, and the one that publishing it ends with. Not for people: most talk over an inherited descriptor.</summary>
internal static class HiddenVerbs
{
    public const string CompileRules = "compile-rules-process";
    public const string CompileRulesInto = "compile-rules-into";
    public const string RunRules = "rules-process";
    public const string RunReplay = "replay-process";
    public const string HoldReversals = "reversal-process";

    /// <returns>The exit code, or null when the arguments are not of these.</returns>
    public static async Task<int?> TryRunAsync(string[] args) => args switch
    {
        [CompileRules] => await CompileAsync(),
        [CompileRulesInto, var folder, var rules] => CompileInto(folder, rules),
        [RunRules, var user, var parent, var page] => RunRuleHost(uint.Parse(user, CultureInfo.InvariantCulture), int.Parse(parent, CultureInfo.InvariantCulture), page),
        [RunReplay, var user, var group, var parent, .. var pages] => await Replay.ReplayProcess.RunAsync(
            uint.Parse(user, CultureInfo.InvariantCulture), uint.Parse(group, CultureInfo.InvariantCulture), int.Parse(parent, CultureInfo.InvariantCulture), pages),
        [HoldReversals, var network] => await Confirming.SwitchProcess.RunAsync(network),
        _ => null,
    };

    private static async Task<int> CompileAsync()
    {
        using var socket = SocketPair.Inherited();
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        try
        {
            return await RuleCompilerMain.RunAsync(stream, stream);
        }
        catch (IOException)
        {
            // Whoever asked is gone.
            return ExitCodes.Unavailable;
        }
    }

    /// <summary>Fills a folder with the rules compiled, for <see cref="RuleFiles.Shipped"/>.</summary>
    private static int CompileInto(string folder, string rules)
    {
        var references = RuleReferences.OfThisProgram();
        var cache = new RuleCache(folder, references.Fingerprint);
        var sources = Directory.GetFiles(rules, "*.cs").Order(StringComparer.Ordinal).Select(f => new RuleSource(Path.GetFileName(f), File.ReadAllBytes(f))).ToList();
        var results = new RuleFileCompiler(references).Compile(sources);
        foreach (var (source, result) in sources.Zip(results).Where(r => r.Second.Compiled is not null))
        {
            cache.Keep(source, result.Compiled!);
        }

        foreach (var finding in results.SelectMany(r => r.Findings).Concat(cache.TakeWarnings()))
        {
            Console.Error.WriteLine(finding.Problem);
        }

        return results.All(r => r.Compiled is not null) ? ExitCodes.Success : ExitCodes.BadData;
    }

    /// <param name="user">The user to become; the process's own user when it may not change it.</param>
    /// <param name="page">The file of the page that tells which rule runs; opened before the process gives up its rights.</param>
    private static int RunRuleHost(uint user, int parent, string page)
    {
        using var running = RunningRule.Open(page);
        using var socket = SocketPair.Inherited();
        using var stream = new NetworkStream(socket, ownsSocket: false);
        try
        {
            Confinement.Apply(new ConfinementOptions { User = user, Group = user, Parent = parent });
        }
        catch (ConfinementException e)
        {
            // Rules are not run with more rights than they are meant to have.
            Console.Error.WriteLine($"eventops: the rule process cannot confine itself: {e.Message}");
            return ExitCodes.NoPermission;
        }

        try
        {
            new RuleHost(stream, running) { Settled = Footprint.Shrink }.Run();
            return ExitCodes.Success;
        }
        catch (OutOfMemoryException)
        {
            return ExitCodes.Internal;
        }
        catch (IOException)
        {
            // The core is gone or has no more use for this process.
            return ExitCodes.Unavailable;
        }
    }
}
