using EventOps.Linux.Processes;

namespace EventOps.Actuators;

/// <summary>Runs tools such as mount(8), and tells their endings apart.</summary>
internal sealed class ToolHand(CommandOptions options)
{
    /// <summary>One command as a step, with its command line in what it does.</summary>
    public StateStep Step(string what, Func<StepState> look, string program, params string[] arguments) => new(
        $"{what} ({new CommandLine(program, arguments)})",
        _ => ValueTask.FromResult(look()),
        c => RunAsync(program, arguments, c));

    /// <param name="alsoGood">An exit code beside 0 that tells of success.</param>
    /// <param name="limit">For what rightly takes long; null for the limit of all.</param>
    /// <exception cref="AbandonedException">It still runs.</exception>
    /// <exception cref="IOException">It failed, in its own words.</exception>
    public async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken, int alsoGood = 0, TimeSpan? limit = null)
    {
        var result = await Command.RunAsync(new CommandLine(program, arguments), options with { TimeLimit = limit ?? options.TimeLimit }, cancellationToken);
        if (result.Ending is CommandEnding.TimedOutAndAbandoned)
        {
            throw new AbandonedException(result.ToString());
        }

        if (!result.IsSuccess && (result.Ending is not CommandEnding.Exited || result.Status != ExitStatus.OfCode(alsoGood)))
        {
            throw new IOException($"{result}: {result.Error.Text.Trim()}");
        }
    }
}
