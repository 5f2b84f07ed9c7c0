using System.CommandLine;
using EventOps.Host.Replay;
using EventOps.Journal;
using EventOps.Rules.Process;
using EventOps.Testing;

namespace EventOps.Host.Commands;

/// <summary>
/// <c>eventops rules test</c>: runs rules over journals on virtual time, and compares what they decide with what was found right before,
/// which lies beside each journal in a file of the same name that ends in .decisions.
/// </summary>
internal static class RulesTestCommand
{
    private const string TestsFolder = "tests";

    public static Command Create()
    {
        var journals = new Argument<string[]>("journals")
        {
            Description = $"Journals, or folders that hold some (*.jsonl); '{TestsFolder}' in the folder of the rules when none is given",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "JOURNAL",
        };
        var (settings, folder) = (CommonOptions.Settings(), RulesFolder.Option());
        var accept = new Option<bool>("--accept") { Description = "Take what is decided now as right: write the .decisions files anew" };
        var coverage = new Option<bool>("--coverage") { Description = "Tell, too, which conditions of the rules never held over all these journals, and which always did" };
        var test = new Command(
            "test",
            $"Run the rules over recorded journals and compare their decisions with those accepted before; nothing is done. Exit code {ExitCodes.Failed}: some differ; {ExitCodes.BadData}: the rules or a journal cannot be used")
        {
            journals, folder, settings, accept, coverage,
        };
        test.SetAction(async (parsed, cancellationToken) =>
        {
            if (RulesFolder.Find(parsed.GetValue(folder), parsed.GetValue(settings)!, out _) is not { } rules)
            {
                return ExitCodes.BadSettings;
            }

            return await ReplayFailures.TellAsync(() =>
                TestAsync(rules, parsed.GetValue(journals)!, parsed.GetValue(accept), parsed.GetValue(coverage), cancellationToken));
        });
        return test;
    }

    private static async Task<int> TestAsync(string rules, string[] named, bool accept, bool isCovering, CancellationToken cancellationToken)
    {
        var own = Path.Combine(rules, TestsFolder);
        var files = Find(named.Length > 0 ? named : Directory.Exists(own) ? [own] : []);
        if (files.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                $"eventops: there is no journal to test with; record one (eventops journal export --output {Path.Combine(own, "NAME.jsonl")}), or name some");
            return ExitCodes.BadData;
        }

        var manifest = await ReplayedRules.ReadAsync(rules, cancellationToken);
        var coverage = isCovering ? new CoverageSum() : null;
        var failed = 0;
        foreach (var file in files)
        {
            failed += await PassesAsync(manifest, file, accept, coverage, cancellationToken) ? 0 : 1;
        }

        if (coverage is not null)
        {
            CoverageText.Print(coverage.Terms, Console.Out);
        }

        Console.WriteLine($"{files.Count - failed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static async Task<bool> PassesAsync(RuleSetManifest manifest, string journal, bool accept, CoverageSum? coverage, CancellationToken cancellationToken)
    {
        var now = await DecideAsync(manifest, journal, coverage, cancellationToken);
        var path = Path.ChangeExtension(journal, ".decisions");
        var accepted = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
        if (accepted == now)
        {
            Console.WriteLine($"passed    {journal}");
            return true;
        }

        if (accept)
        {
            await File.WriteAllTextAsync(path, now, cancellationToken);
            Console.WriteLine($"accepted  {journal}");
            return true;
        }

        Console.WriteLine($"failed    {journal}");
        Console.WriteLine(accepted is null
            ? $"{path} is not there yet; these are the decisions, take them with --accept if they are right:\n{now}"
            : $"- accepted before, + now; take them with --accept if they are right; {Golden.Diff(accepted, now)}");
        return false;
    }

    private static async Task<string> DecideAsync(RuleSetManifest manifest, string journal, CoverageSum? coverage, CancellationToken cancellationToken)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var printer = new ReplayPrinter(json: false, all: true, text);
        var faults = new JournalFaults();
        var client = new ReplayClient(new ReplayRequest([manifest], ReplayRange.All, 0, null) { IsCovering = coverage is not null }, JournalSource.In([journal], faults.Tell))
        {
            Faulted = faults.Tell,
            Decided = printer.Print,
        };
        await client.RunAsync(cancellationToken);
        if (faults.Count > 0)
        {
            throw new ReplayException($"{journal} is damaged; record it anew");
        }

        coverage?.Add(client.Report!.Coverage ?? []);
        printer.PrintSum(client.Report!);
        return text.ToString();
    }

    private static List<string> Find(string[] named) =>
        [.. named.SelectMany(n => Directory.Exists(n) ? Directory.GetFiles(n, "*.jsonl").Order(StringComparer.Ordinal) : (IEnumerable<string>)[n])];
}
