using System.CommandLine;
using EventOps.Host.Control;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Host.Settings;
using EventOps.Model;
using EventOps.Rules.Process;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventOps.Host.Commands;

/// <summary>Reads, compiles and loads a folder of rules for a command, with no daemon about: in processes of its own, as the daemon would.</summary>
internal static class RulesFolder
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>What a user who may not become another runs rules as.</summary>
    private static uint RuleUser => ControlSocket.OwnUser == 0 ? 65534 : ControlSocket.OwnUser;

    public static Option<string?> Option() => new("--rules", "-r") { Description = "The folder; the one that the settings name unless given", HelpName = "FOLDER" };

    public static async Task<RulesFolderResult> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        using var cache = new CommandCache();
        var scratch = Directory.CreateTempSubdirectory("eventops-rules-");
        try
        {
            using var files = new RuleFiles(Path.GetFullPath(folder), cache.Folder);
            var read = await files.ReadAsync(cancellationToken);
            if (read.Manifest is null)
            {
                return new RulesFolderResult(read.Errors, read.Warnings, []);
            }

            var launch = await Launcher(scratch.FullName).LaunchAsync(read.Manifest, cancellationToken);
            await (launch.Link?.DisposeAsync() ?? ValueTask.CompletedTask);
            return new RulesFolderResult(launch.Problems, read.Warnings, launch.Shapes);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Starts rule processes for a command.</summary>
    public static RuleLauncher Launcher(string scratch) => new(
        new RuleServiceOptions(RuleUser, Bytes.FromMiB(512), AnswerWithin) { RuntimeFolder = scratch, StateFolder = scratch },
        new Inbox(),
        new EventBoard(),
        new RecentLines(),
        TimeProvider.System,
        NullLogger.Instance);

    /// <summary>The folder that was named, or the settings' own.</summary>
    /// <param name="settings">Null when they cannot be used; why not has been printed then, if they were needed.</param>
    public static string? Find(string? named, string settingsPath, out DaemonSettings? settings)
    {
        settings = null;
        if (named is not null && !File.Exists(settingsPath))
        {
            return named;
        }

        settings = UsableSettings.Read(settingsPath);
        return settings is null ? null : named ?? settings.RulesFolder;
    }
}

/// <param name="Errors">Why the daemon would refuse the rules.</param>
/// <param name="Shapes">Of the rules that could be loaded.</param>
internal sealed record RulesFolderResult(IReadOnlyList<RuleProblem> Errors, IReadOnlyList<RuleProblem> Warnings, IReadOnlyList<RuleShape> Shapes);
