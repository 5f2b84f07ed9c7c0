using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventOps.Host.Settings;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary><c>eventops rules check</c>: whether the daemon would take the rules, and what is doubtful about them. For people and for CI.</summary>
internal static class RulesCheckCommand
{
    private const string UnknownVolume = "EVO070";

    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var folder = RulesFolder.Option();
        var json = CommonOptions.Json();
        var strict = new Option<bool>("--strict") { Description = "Warnings fail the check too" };
        var check = new Command(
            "check",
            $"Compile, lint and load the rules without a daemon. Exit code 0: they can be used; {ExitCodes.BadData}: they cannot; {ExitCodes.BadSettings}: bad settings")
        {
            settings, folder, strict, json,
        };
        check.SetAction((parsed, cancellationToken) =>
            CheckAsync(parsed.GetValue(settings)!, parsed.GetValue(folder), parsed.GetValue(strict), parsed.GetValue(json), cancellationToken));
        return check;
    }

    private static async Task<int> CheckAsync(string settingsPath, string? named, bool strict, bool json, CancellationToken cancellationToken)
    {
        if (RulesFolder.Find(named, settingsPath, out var settings) is not { } folder)
        {
            return ExitCodes.BadSettings;
        }

        var read = await RulesFolder.ReadAsync(folder, cancellationToken);
        IReadOnlyList<RuleProblem> warnings = [.. read.Warnings, .. settings is null ? [] : UnknownVolumes(read, settings)];
        var isGood = read.Errors.Count == 0 && (!strict || warnings.Count == 0);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new RulesCheckText(isGood, read.Shapes.Count, read.Errors, warnings), CommandJson.Default.RulesCheckText));
        }
        else
        {
            Print("error", read.Errors);
            Print("warning", warnings);
            Console.WriteLine(isGood
                ? $"{folder}: {read.Shapes.Count.Counted("rule")}, good"
                : $"{folder}: {read.Errors.Count.Counted("error")}, {warnings.Count.Counted("warning")}");
        }

        return isGood ? ExitCodes.Success : ExitCodes.BadData;
    }

    private static IEnumerable<RuleProblem> UnknownVolumes(RulesFolderResult read, DaemonSettings settings)
    {
        var known = settings.Volumes.Select(v => v.Volume).ToHashSet(StringComparer.Ordinal);
        return
            from shape in read.Shapes
            from volume in shape.Volumes
            where !known.Contains(volume)
            select new RuleProblem(
                shape.File,
                0,
                0,
                UnknownVolume,
                $"the rule '{shape.Rule}' waits for the volume '{volume}', which the settings do not have; "
                    + (NearestName.Of(volume, known) is { } near ? $"did you mean '{near}'?" : "add it to the settings, or correct the name"));
    }

    /// <summary>As compilers print: file(line,column), then the line itself; the file alone where it is not about a line.</summary>
    private static void Print(string kind, IReadOnlyList<RuleProblem> problems)
    {
        foreach (var problem in problems)
        {
            var place = problem.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({problem.Line},{problem.Column})") : "";
            Console.Error.WriteLine($"{problem.File}{place}: {kind} {problem.Id}: {problem.Message}");
            if (problem.SourceLine is { Length: > 0 } line)
            {
                Console.Error.WriteLine("    " + line.Trim());
            }
        }
    }
}

/// <summary>What <c>eventops rules check --json</c> prints.</summary>
internal sealed record RulesCheckText(bool Good, int Rules, IReadOnlyList<RuleProblem> Errors, IReadOnlyList<RuleProblem> Warnings);
