using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Settings;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary><c>eventops config check</c>: whether the settings could be used, and everything that is wrong with them.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var check = new Command("check", $"Check the settings file. Exit code 0: it can be used; {ExitCodes.BadSettings}: it cannot") { settings, json };
        check.SetAction(parsed => Check(parsed.GetValue(settings)!, parsed.GetValue(json)));
        return new Command("config", "Work with the settings file") { check };
    }

    private static int Check(string path, bool json)
    {
        var read = DaemonSettings.Read(path);
        if (json)
        {
            var problems = read.Problems.Select(p => new ConfigProblemText(p.File, p.Line, p.Column, p.Key, p.What, p.Cure)).ToList();
            Console.WriteLine(JsonSerializer.Serialize(new ConfigCheckText(read.IsValid, problems), CommandJson.Default.ConfigCheckText));
        }
        else if (read.IsValid)
        {
            Console.WriteLine($"{path}: good, mode {(read.Settings.Mode is ActingMode.Act ? "act" : "observe")}, {read.Settings.Volumes.Length.Counted("volume")}");
        }
        else
        {
            SettingsProblems.Print(read.Problems);
        }

        return read.IsValid ? ExitCodes.Success : ExitCodes.BadSettings;
    }
}

/// <summary>What <c>eventops config check --json</c> prints.</summary>
internal sealed record ConfigCheckText(bool Good, IReadOnlyList<ConfigProblemText> Problems);

internal sealed record ConfigProblemText(string File, int Line, int Column, string Key, string What, string Cure);
