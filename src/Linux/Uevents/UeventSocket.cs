using System.Runtime.InteropServices;
using EventOps.Linux.Capture;
using EventOps.Linux.Native;

namespace EventOps.Linux.Uevents;

/// <summary>Listens to the kernel's uevents (netlink(7), NETLINK_KOBJECT_UEVENT), its own group only, not udev's. Never blocks; for one thread.</summary>
/// <remarks>A network namespace that belongs to another than the first user namespace hears nothing.</remarks>
public sealed class UeventSocket : IDisposable
{
    private const int Netlink = 16;
    private const int RawNonBlockingCloseOnExec = 3 | 0x800 | 0x80000;
    private const int KobjectUevent = 15;
    private const int KernelGroup = 1;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForce = 33;
    private const int Truncated = 0x20;
    private const int AddressLength = 12;

    private readonly FileDescriptor _socket;
    private readonly byte[] _buffer = new byte[Uevent.LargestMessage];

    /// <param name="receiveBuffer">In bytes, asked for with SO_RCVBUFFORCE, or without when CAP_NET_ADMIN is missing.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public UeventSocket(int receiveBuffer = 16 << 20)
    {
        var descriptor = Libc.Socket(Netlink, RawNonBlockingCloseOnExec, KobjectUevent);
        _socket = descriptor < 0 ? throw new LinuxException("socket", "NETLINK_KOBJECT_UEVENT", Errno.Last) : new FileDescriptor(descriptor);
        try
        {
            AskForBuffer(receiveBuffer);
            Span<byte> address = stackalloc byte[AddressLength];
            WriteAddress(address);
            if (Libc.Bind(_socket, address, AddressLength) < 0)
            {
                throw new LinuxException("bind", "NETLINK_KOBJECT_UEVENT", Errno.Last);
            }
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _socket;

    /// <summary>What the kernel gave, in bytes; it counts its own overhead in, so this is twice what was asked.</summary>
    public int ReceiveBufferSize
    {
        get
        {
            uint length = sizeof(int);
            return Libc.GetSocketOption(_socket, SocketLevel, ReceiveBuffer, out var size, ref length) < 0 ? 0 : size;
        }
    }

    /// <summary>Takes the next message. Call it until it says Empty.</summary>
    /// <exception cref="LinuxException">The socket is broken, which netlink sockets are not on their own.</exception>
    public UeventReading Receive()
    {
        Span<byte> sender = stackalloc byte[AddressLength];
        while (true)
        {
            uint senderLength = AddressLength;
            var count = Libc.ReceiveFrom(_socket, _buffer, (nuint)_buffer.Length, Truncated, sender, ref senderLength);
            if (count >= 0)
            {
                return Judge(_buffer, count, sender[..(int)Math.Min(senderLength, AddressLength)]);
            }

            switch (Errno.Last)
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    return new UeventReading(UeventReadingKind.Empty);
                case Errno.ENOBUFS:
                    return new UeventReading(UeventReadingKind.Lost);
                default:
                    throw new LinuxException("recvfrom", "NETLINK_KOBJECT_UEVENT", Errno.Last);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Only the kernel has port 0, and it sends to its own group; a process with CAP_NET_ADMIN could send the rest.</summary>
    internal static UeventReading Judge(ReadOnlySpan<byte> buffer, nint count, ReadOnlySpan<byte> sender)
    {
        var isKernel = sender.Length == AddressLength
            && MemoryMarshal.Read<ushort>(sender) == Netlink
            && MemoryMarshal.Read<uint>(sender[4..]) == 0
            && MemoryMarshal.Read<uint>(sender[8..]) == KernelGroup;
        var message = isKernel && count <= buffer.Length ? buffer[..(int)count] : default;
        FrameTap.Pass(FrameSource.Uevent, "", message);
        var uevent = Uevent.Parse(message);
        return new UeventReading(uevent is null ? UeventReadingKind.Rejected : UeventReadingKind.Received, uevent);
    }

    private static void WriteAddress(Span<byte> address)
    {
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Netlink);
        MemoryMarshal.Write(address[8..], (uint)KernelGroup);
    }

    private void AskForBuffer(int size)
    {
        if (Libc.SetSocketOption(_socket, SocketLevel, ReceiveBufferForce, in size, sizeof(int)) < 0
            && Libc.SetSocketOption(_socket, SocketLevel, ReceiveBuffer, in size, sizeof(int)) < 0)
        {
            throw new LinuxException("setsockopt SO_RCVBUF", "NETLINK_KOBJECT_UEVENT", Errno.Last);
        }
    }
}
