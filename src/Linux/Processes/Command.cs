using EventOps.Linux.Capture;

namespace EventOps.Linux.Processes;

/// <summary>
/// Runs a tool to its end, gathers its output, and comes back in bounded time whatever the tool does. Waits by process, not
/// by the end of a pipe; a late storage command is abandoned, not killed.
/// </summary>
public static class Command
{
    /// <summary>Runs a command. Cancelling begins the same ladder as the time limit, and still yields a result: what became of the process matters.</summary>
    /// <exception cref="CommandException">The program was not started at all.</exception>
    public static async Task<CommandResult> RunAsync(CommandLine command, CommandOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        options ??= new CommandOptions();
        var started = options.Time.GetTimestamp();
        var child = await ChildProcess.StartAsync(ToChild(command, options)).ConfigureAwait(false);
        var run = new CommandRun(command, options, child, started);
        var result = await run.FinishAsync(cancel).ConfigureAwait(false);
        if (FrameTap.IsOn)
        {
            FrameTap.Pass(FrameSource.ToolOutput, command.ToString(), result.Output.Bytes.Span);
            FrameTap.Pass(FrameSource.ToolError, command.ToString(), result.Error.Bytes.Span);
        }

        return result;
    }

    private static ChildOptions ToChild(CommandLine command, CommandOptions options)
    {
        var environment = new Dictionary<string, string>(options.Environment)
        {
            ["LC_ALL"] = "C",
            ["PATH"] = string.Join(':', ProgramPath.Folders),
        };
        return new ChildOptions
        {
            Program = ProgramPath.Resolve(command.Program),
            Arguments = command.Arguments,
            Environment = environment,
            CaptureOutput = true,
            Group = ChildGroup.OwnGroup,
            EndGroupWithChild = options.MayBeKilled,
            OutlivesReader = !options.MayBeKilled,
        };
    }
}
