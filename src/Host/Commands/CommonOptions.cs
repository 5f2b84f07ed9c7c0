using System.CommandLine;
using EventOps.Host.Settings;

namespace EventOps.Host.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string> Settings() => new("--settings", "-s")
    {
        Description = "The settings file",
        DefaultValueFactory = _ => DaemonSettings.DefaultPath,
        HelpName = "FILE",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for programs" };
}
