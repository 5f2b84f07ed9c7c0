using System.CommandLine;

namespace EventOps.Host.Commands;

/// <summary>The command line: <c>eventops VERB</c>.</summary>
internal static class CommandLineOf
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Keeps a Linux host healthy in real time: senses by kernel events, decides by rules in C#, acts and proves it.")
        {
            RunCommand.Create(),
            StatusCommand.Create(),
            DoctorCommand.Create(),
            ApproveCommand.Create(),
            ReportCommand.Create(),
            ConfigCommand.Create(),
            RulesCommand.Create(),
            WhyCommand.Create(),
            WhyNotCommand.Create(),
            JournalCommand.Create(),
            ReplayCommand.Create(),
            FramesCommand.Create(),
            VersionCommand.Create(),
        };
        var parsed = root.Parse(args);

        // The daemon ends by itself when it is asked to; a step that has begun may take longer than any limit set here.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Timeout.InfiniteTimeSpan });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }
}
