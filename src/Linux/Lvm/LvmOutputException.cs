namespace EventOps.Linux.Lvm;

/// <summary>lvm gave no usable report: nothing is known about the volumes, which is not the same as "there are none".</summary>
public sealed class LvmOutputException : Exception
{
    public LvmOutputException(string command, string problem, string firstBytes, string warnings)
        : base($"no usable report from {command}: {problem}; its output begins '{firstBytes}'" + (warnings.Length == 0 ? "" : $"; it said: {warnings}"))
    {
        Command = command;
        Problem = problem;
        FirstBytes = firstBytes;
    }

    public string Command { get; }

    public string Problem { get; }

    /// <summary>The first 120 bytes of stdout, printable.</summary>
    public string FirstBytes { get; }
}
