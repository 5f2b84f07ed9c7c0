using System.CommandLine;

namespace EventOps.Host.Commands;

/// <summary>Which journal a command is about: the paths given, or the one of the settings.</summary>
internal sealed class JournalPlaces
{
    public Argument<string[]> Paths { get; } = new("journal")
    {
        Description = "A journal's folder, or its files in order; the settings' own journal when none is given",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "JOURNAL",
    };

    public Option<string> Settings { get; } = CommonOptions.Settings();

    public void AddTo(Command command)
    {
        command.Add(Paths);
        command.Add(Settings);
    }

    /// <returns>Null when there is no such place: what is wrong was said, and <paramref name="exitCode"/> tells it.</returns>
    public IReadOnlyList<string>? Find(ParseResult parsed, out int exitCode) =>
        Find(parsed.GetValue(Paths) ?? [], parsed.GetValue(Settings)!, out exitCode);

    public static IReadOnlyList<string>? Find(IReadOnlyList<string> paths, string settings, out int exitCode)
    {
        exitCode = ExitCodes.Success;
        if (paths.Count == 0)
        {
            if (UsableSettings.Read(settings) is not { } read)
            {
                exitCode = ExitCodes.BadSettings;
                return null;
            }

            paths = [read.Journal.Folder];
        }

        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                Console.Error.WriteLine($"eventops: there is no journal at {path}; name the folder that holds its segments, or a file of it");
                exitCode = ExitCodes.Usage;
            }
            else if (Directory.Exists(path) && !Directory.EnumerateFiles(path, "journal-*.jsonl*").Any())
            {
                Console.Error.WriteLine($"eventops: the folder {path} holds no segment of a journal (journal-….jsonl or .jsonl.zst)");
                exitCode = ExitCodes.Usage;
            }
        }

        return exitCode == ExitCodes.Success ? paths : null;
    }
}
