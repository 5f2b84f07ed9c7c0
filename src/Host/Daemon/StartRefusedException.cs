namespace EventOps.Host.Daemon;

/// <summary>The daemon cannot start, for a reason that a person can mend; the message says what, where and how.</summary>
internal sealed class StartRefusedException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
