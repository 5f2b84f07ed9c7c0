namespace EventOps.Linux.Security;

/// <summary>A step of confinement failed. The process must end without running foreign code.</summary>
public sealed class ConfinementException(string step, string answer, int errno = 0)
    : Exception($"could not confine this process: {step}: {answer}")
{
    public string Step { get; } = step;

    /// <summary>The kernel's error number, or 0 when a check failed rather than a call.</summary>
    public int Errno { get; } = errno;
}
