namespace EventOps.Linux.Processes;

/// <summary>One running command: its drains, its deadline and the ladder that ends it.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly CommandLine command;
    private readonly CommandOptions options;
    private readonly ChildProcess child;
    private readonly long started;
    private readonly CancellationTokenSource stopReading = new();
    private readonly BoundedDrain output;
    private readonly BoundedDrain error;

    internal CommandRun(CommandLine command, CommandOptions options, ChildProcess child, long started)
    {
        this.command = command;
        this.options = options;
        this.child = child;
        this.started = started;
        output = new BoundedDrain(child.Output!, options.OutputLimit, stopReading.Token);
        error = new BoundedDrain(child.Error!, options.OutputLimit, stopReading.Token);
    }

    /// <summary>Done by the run itself when its process has ended, which may be after the result was handed out.</summary>
    public void Dispose()
    {
        child.Dispose();
        stopReading.Dispose();
    }

    internal async Task<CommandResult> FinishAsync(CancellationToken cancel)
    {
        if (await EndsWithinAsync(options.TimeLimit, cancel).ConfigureAwait(false))
        {
            await StopReadingAsync().ConfigureAwait(false);
            return Result(CommandEnding.Exited, wasCancelled: false);
        }

        var wasCancelled = cancel.IsCancellationRequested;
        if (await EndEarlyAsync().ConfigureAwait(false))
        {
            await StopReadingAsync().ConfigureAwait(false);
            return Result(CommandEnding.TimedOutAndReaped, wasCancelled);
        }

        _ = ReadUntilGoneAsync();
        return Result(CommandEnding.TimedOutAndAbandoned, wasCancelled);
    }

    private async Task<bool> EndEarlyAsync()
    {
        if (options.AskToStop)
        {
            _ = options.MayBeKilled ? child.SignalGroup(NativeProcess.SigTerm) : child.Signal(NativeProcess.SigTerm);
            if (await EndsWithinAsync(options.Grace, CancellationToken.None).ConfigureAwait(false))
            {
                return true;
            }
        }

        if (!options.MayBeKilled)
        {
            return child.Exited.IsCompleted;
        }

        child.SignalGroup(NativeProcess.SigKill);
        return await EndsWithinAsync(options.ReapLimit, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var late = Task.Delay(limit, options.Time, timer.Token);
        await Task.WhenAny(child.Exited, late).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        return child.Exited.IsCompleted;
    }

    private async Task StopReadingAsync()
    {
        var both = Task.WhenAll(output.Done, error.Done);
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(both, Task.Delay(options.DrainGrace, options.Time, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        await stopReading.CancelAsync().ConfigureAwait(false);
        await both.ConfigureAwait(false);
        Dispose();
    }

    // An abandoned command must still find a reader, or it would block on a full pipe and never finish what it holds.
    private async Task ReadUntilGoneAsync()
    {
        await child.Exited.ConfigureAwait(false);
        await StopReadingAsync().ConfigureAwait(false);
    }

    private CommandResult Result(CommandEnding ending, bool wasCancelled) => new()
    {
        Command = command,
        Pid = child.Pid,
        Ending = ending,
        Status = ending == CommandEnding.TimedOutAndAbandoned ? null : child.Exited.GetAwaiter().GetResult(),
        EventualExit = child.Exited,
        Output = output.Snapshot(),
        Error = error.Snapshot(),
        Took = options.Time.GetElapsedTime(started),
        WasCancelled = wasCancelled,
    };
}
