namespace EventOps.Linux.Native;

/// <summary>ioctl(2) with errors that say what was asked of which thing.</summary>
internal static class Ioctl
{
    /// <returns>The call's result, zero or more.</returns>
    /// <exception cref="LinuxException">The call failed, for another reason than a signal.</exception>
    internal static int Call(FileDescriptor descriptor, nuint request, Span<byte> argument, string operation, string target, string cure = "")
    {
        var result = Try(descriptor, request, argument);
        return result < 0 ? throw new LinuxException(operation, target, -result, cure) : result;
    }

    /// <returns>The call's result, or minus the errno.</returns>
    internal static int Try(FileDescriptor descriptor, nuint request, Span<byte> argument)
    {
        int result;
        do
        {
            result = Libc.Ioctl(descriptor, request, argument);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        return result < 0 ? -Errno.Last : result;
    }

    /// <summary>For requests whose argument is a number or nothing.</summary>
    internal static int Try(FileDescriptor descriptor, nuint request, nint argument)
    {
        int result;
        do
        {
            result = Libc.Ioctl(descriptor, request, argument);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        return result < 0 ? -Errno.Last : result;
    }
}
