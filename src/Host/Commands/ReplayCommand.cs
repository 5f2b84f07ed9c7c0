using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Replay;
using EventOps.Host.Settings;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary><c>eventops replay</c>: what rules decide on a journal's events, today or as they were edited. Nothing can act in it.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var (range, options) = (new JournalRange(), new ReplayOptions());
        var command = new Command(
            "replay",
            $"Run rules over a journal on virtual time and compare the decisions. Exit code 0: the same; {ExitCodes.Failed}: they differ; {ExitCodes.BadData}: the journal is damaged, or the rules cannot be used");
        options.AddTo(command);
        range.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var read = range.Read(parsed);
            return ReplayFailures.TellAsync(() => RunAsync(parsed, options, new ReplayRange(read.From, read.To), cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReplayOptions options, ReplayRange range, CancellationToken cancellationToken)
    {
        if (JournalPlaces.Find(parsed.GetValue(options.Log)!, parsed.GetValue(options.Settings)!, out var exitCode) is not { } paths)
        {
            return exitCode;
        }

        var faults = new JournalFaults();
        var files = JournalSource.In(paths, faults.Tell);
        if (parsed.GetValue(options.Diff) is { Length: 2 } folders)
        {
            SettingsLoaded? settings = null;
            if (parsed.GetValue(options.NewSettings) is { } file && !TryReadSettings(file, out settings))
            {
                return ExitCodes.BadSettings;
            }

            var request = new ReplayRequest([await ReplayedRules.ReadAsync(folders[0], cancellationToken), await ReplayedRules.ReadAsync(folders[1], cancellationToken)], range, 0, settings);
            var client = new ReplayClient(request, files) { Faulted = faults.Tell };
            await client.RunAsync(cancellationToken);
            return Show(client.Diff!, folders, parsed, options, faults);
        }

        return await CompareAsync(parsed, options, range, files, faults, cancellationToken);
    }

    private static async Task<int> CompareAsync(
        ParseResult parsed, ReplayOptions options, ReplayRange range, IReadOnlyList<JournalSource> files, JournalFaults faults, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(options.Rules);
        if (folder is null)
        {
            if (UsableSettings.Read(parsed.GetValue(options.Settings)!) is not { } settings)
            {
                await Console.Error.WriteLineAsync("eventops: name the rules with --rules, or settings that can be used");
                return ExitCodes.BadSettings;
            }

            folder = settings.RulesFolder;
        }

        var request = new ReplayRequest([await ReplayedRules.ReadAsync(folder, cancellationToken)], range, options.SpeedOf(parsed), null);
        var output = new ReplayPrinter(parsed.GetValue(options.Json), parsed.GetValue(options.All));
        var client = new ReplayClient(request, files) { Faulted = faults.Tell, Decided = output.Print };
        await client.RunAsync(cancellationToken);
        output.Print(client.Report!);
        return faults.Count > 0 ? ExitCodes.BadData : client.Report!.Differences > 0 ? ExitCodes.Failed : ExitCodes.Success;
    }

    private static int Show(ReplayDiffReport diff, string[] folders, ParseResult parsed, ReplayOptions options, JournalFaults faults)
    {
        if (parsed.GetValue(options.Html) is { } html)
        {
            File.WriteAllText(html, ReplayPage.Of(diff, folders[0], folders[1]));
        }

        Console.Out.Write(parsed.GetValue(options.Json)
            ? JsonSerializer.Serialize(diff, ReplayJson.Default.ReplayDiffReport) + "\n"
            : ReplayDiffText.Of(diff));
        return faults.Count > 0 ? ExitCodes.BadData : diff.Changes.Count > 0 ? ExitCodes.Failed : ExitCodes.Success;
    }

    private static bool TryReadSettings(string file, out SettingsLoaded? settings)
    {
        var read = DaemonSettings.Read(file);
        settings = read.IsValid ? read.Loaded() : null;
        if (settings is null)
        {
            SettingsProblems.Print(read.Problems);
        }

        return settings is not null;
    }
}
