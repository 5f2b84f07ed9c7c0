using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using EventOps.Host.Daemon;

namespace EventOps.Host.Commands;

/// <summary><c>eventops version</c>: this program's version and what it runs on.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("version", "Print the version, and what it runs on") { json };
        command.SetAction(parsed =>
        {
            var version = new VersionText(ProgramVersion.Text, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(version, CommandJson.Default.VersionText)
                : $"eventops {version.Version} ({version.Runtime}, {version.Kernel})");
            return ExitCodes.Success;
        });
        return command;
    }
}

/// <summary>What <c>eventops version --json</c> prints.</summary>
internal sealed record VersionText(string Version, string Runtime, string Kernel);
