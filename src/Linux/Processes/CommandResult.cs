namespace EventOps.Linux.Processes;

/// <summary>The three endings of a command.</summary>
public enum CommandEnding
{
    /// <summary>It ended by itself within its time.</summary>
    Exited,

    /// <summary>It was late (or no longer wanted), was told to stop, and has ended.</summary>
    TimedOutAndReaped,

    /// <summary>It was late (or no longer wanted) and still runs: what it works on must be left alone until <see cref="CommandResult.EventualExit"/>.</summary>
    TimedOutAndAbandoned,
}

/// <summary>What came of a command. An exit code is a hint: what a change did is known only by looking again.</summary>
public sealed record CommandResult
{
    public required CommandLine Command { get; init; }

    public required int Pid { get; init; }

    public required CommandEnding Ending { get; init; }

    /// <summary>How it ended; null while it is abandoned.</summary>
    public required ExitStatus? Status { get; init; }

    /// <summary>Completes when the program has really ended, perhaps long after this result. Never fails.</summary>
    public required Task<ExitStatus> EventualExit { get; init; }

    public required CapturedOutput Output { get; init; }

    public required CapturedOutput Error { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>The ladder began because the caller cancelled, not because the time was up.</summary>
    public bool WasCancelled { get; init; }

    /// <summary>It ended by itself with exit code 0.</summary>
    public bool IsSuccess => Ending == CommandEnding.Exited && Status is { IsSuccess: true };

    public override string ToString() => Ending switch
    {
        CommandEnding.Exited => $"{Command}: {Status}",
        CommandEnding.TimedOutAndReaped => $"{Command}: stopped after {Model.Duration.Format(Took)}, {Status}",
        _ => $"{Command}: still running as pid {Pid} after {Model.Duration.Format(Took)}, left alone",
    };
}
