using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EventOps.Linux.Processes;

/// <summary>
/// Two connected stream sockets (socketpair(2)): one for this process, one for a child. Dispose the child's end once the child
/// has started, or its death will never show as the end of the stream.
/// </summary>
public sealed class SocketPair : IDisposable
{
    private const int Unix = 1;
    private const int StreamCloseOnExec = 1 | NativeProcess.FdCloseOnExec;

    private SocketPair(Socket parent, SafeHandle childEnd)
    {
        Parent = parent;
        ChildEnd = childEnd;
    }

    /// <summary>This process's end.</summary>
    public Socket Parent { get; }

    /// <summary>The child's end, for <see cref="ChildOptions.Inherited"/>.</summary>
    public SafeHandle ChildEnd { get; }

    /// <exception cref="CommandException">The kernel refused: most likely too many open descriptors.</exception>
    public static unsafe SocketPair Create()
    {
        var ends = stackalloc int[2];
        if (NativeProcess.socketpair(Unix, StreamCloseOnExec, 0, ends) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            throw new CommandException(CommandFailure.SpawnRefused, $"could not make a socketpair: {NativeProcess.Words(errno)} (errno {errno}); raise LimitNOFILE", errno);
        }

        return new SocketPair(new Socket(new SafeSocketHandle(ends[0], ownsHandle: true)), new DescriptorHandle(ends[1]));
    }

    /// <summary>In the child: the socket that the parent passed under this number.</summary>
    public static Socket Inherited(int number = 3) => new(new SafeSocketHandle(number, ownsHandle: true));

    public void Dispose()
    {
        Parent.Dispose();
        ChildEnd.Dispose();
    }
}
