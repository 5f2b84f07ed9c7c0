namespace EventOps.Actuators;

/// <summary>
/// One thing done to the machine. Each call reads what it needs afresh: the machine may have changed since the rule fired.
/// An expected refusal is a value; an exception is a failure of the step.
/// </summary>
public interface IStep
{
    /// <summary>What it does, with its target: "extend vg0/data0 to 4 GiB".</summary>
    string Does { get; }

    /// <summary>It may take hours, and either goes on without the daemon or is taken up where it was left: a stop does not wait for it.</summary>
    bool OutlivesDaemon => false;

    /// <summary>The state that it changes, in words, as it is now: "1.5 GiB".</summary>
    ValueTask<string> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Whether it can be done. Changes nothing. All steps of an action are checked before the first is applied.</summary>
    ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken);

    ValueTask ApplyAsync(CancellationToken cancellationToken);

    /// <summary>Whether it is so now, by reading the machine again, never by an exit code.</summary>
    ValueTask<bool> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Takes it back where that can lose nothing; called in reverse order when a later step fails.</summary>
    ValueTask UndoAsync(CancellationToken cancellationToken);
}
