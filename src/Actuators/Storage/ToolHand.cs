using EventOps.Linux.Processes;

namespace EventOps.Actuators.Storage;

/// <summary>Runs tools such as mount(8), and tells their endings apart.</summary>
internal sealed class ToolHand(CommandOptions options)
{
    /// <summary>One command as a step, with its command line in what it does.</summary>
    public StateStep Step(string what, Func<StepState> look, string program, params string[] arguments) => new(
        $"{what} ({new CommandLine(program, arguments)})",
        _ => ValueTask.FromResult(look()),
        c => RunAsync(program, arguments, c));

    /// <exception cref="AbandonedException">It still runs.</exception>
    /// <exception cref="IOException">It failed, in its own words.</exception>
    public async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await Command.RunAsync(new CommandLine(program, arguments), options, cancellationToken);
        if (result.Ending is CommandEnding.TimedOutAndAbandoned)
        {
            throw new AbandonedException(result.ToString());
        }

        if (!result.IsSuccess)
        {
            throw new IOException($"{result}: {result.Error.Text.Trim()}");
        }
    }
}
