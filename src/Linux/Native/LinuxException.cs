namespace EventOps.Linux.Native;

/// <summary>The kernel refused: which operation, on what, with which errno(3), and what may cure it.</summary>
public sealed class LinuxException : Exception
{
    public LinuxException(string operation, string target, int errno, string cure = "")
        : base($"{operation} {target}: {Native.Errno.Describe(errno)}{(cure.Length == 0 ? "" : "; " + cure)}")
    {
        Operation = operation;
        Target = target;
        Errno = errno;
        Cure = cure;
    }

    /// <summary>The system call or ioctl: "open", "LOOP_CONFIGURE".</summary>
    public string Operation { get; }

    /// <summary>The path or thing it was asked for, safe to print.</summary>
    public string Target { get; }

    /// <summary>As <see cref="Native.Errno"/> numbers them.</summary>
    public int Errno { get; }

    /// <summary>What a person can do about it; empty when the error says all there is.</summary>
    public string Cure { get; }
}
