namespace EventOps.Lab.Growth;

/// <summary>What the demonstration exits with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A write was refused, or something broke.</summary>
    public const int Failed = 1;

    public const int Usage = 2;

    /// <summary>This machine lacks something: root, loop devices, room, a program.</summary>
    public const int Missing = 3;

    /// <summary>As a shell counts a program that a signal ended: 128 and the signal's number.</summary>
    public static int OfSignal(int signal) => 128 + signal;
}
