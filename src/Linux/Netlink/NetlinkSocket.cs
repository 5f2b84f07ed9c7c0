using System.Runtime.InteropServices;
using EventOps.Linux.Capture;
using EventOps.Linux.Native;

namespace EventOps.Linux.Netlink;

/// <summary>
/// A netlink(7) socket that never blocks; for one thread. It stays in the network namespace of the thread that opened it.
/// Only the kernel's messages (port 0) are taken: any process may send to a netlink socket's port.
/// </summary>
public sealed class NetlinkSocket : IDisposable
{
    /// <summary>In bytes. Holds any message that rtnetlink and nftables send: they fill 32 KiB at most.</summary>
    public const int LargestDatagram = 128 << 10;

    private const int Family = 16;
    private const int RawNonBlockingCloseOnExec = 3 | 0x800 | 0x80000;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForce = 33;
    private const int NetlinkLevel = 270;
    private const int AddMembership = 1;
    private const int CapAcknowledgement = 10;
    private const int ExtendedAcknowledgement = 11;
    private const int StrictCheck = 12;
    private const int Truncated = 0x20;
    private const int AddressLength = 12;

    private readonly FileDescriptor _socket;
    private readonly byte[] _buffer = new byte[LargestDatagram];

    private NetlinkSocket(FileDescriptor socket, NetlinkProtocol protocol)
    {
        _socket = socket;
        Protocol = protocol;
    }

    public NetlinkProtocol Protocol { get; }

    /// <summary>The address that the kernel gave this socket; notifications of changes made through it carry this number.</summary>
    public uint Port { get; private set; }

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

    /// <param name="receiveBuffer">In bytes, asked for past the host's limit when CAP_NET_ADMIN allows it. The kernel takes memory only for what waits.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static NetlinkSocket Open(NetlinkProtocol protocol, int receiveBuffer = 1 << 20)
    {
        var descriptor = Libc.Socket(Family, RawNonBlockingCloseOnExec, (int)protocol);
        var socket = new NetlinkSocket(
            descriptor < 0 ? throw new LinuxException("socket", $"netlink {protocol}", Errno.Last) : new FileDescriptor(descriptor), protocol);
        try
        {
            socket.Prepare(receiveBuffer);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Subscribes to a multicast group by its number (RTNLGRP_*, NFNLGRP_*), from 1.</summary>
    /// <exception cref="LinuxException">No such group, or no right to hear it.</exception>
    public void Join(int group)
    {
        if (Libc.SetSocketOption(_socket, NetlinkLevel, AddMembership, in group, sizeof(int)) < 0)
        {
            throw new LinuxException("NETLINK_ADD_MEMBERSHIP", $"netlink {Protocol} group {group}", Errno.Last);
        }
    }

    /// <summary>Sends to the kernel; it has done the work, short of dumps, when this returns.</summary>
    /// <exception cref="LinuxException">Not sent: no memory, or no right.</exception>
    public void Send(ReadOnlySpan<byte> message)
    {
        Span<byte> kernel = stackalloc byte[AddressLength];
        kernel.Clear();
        MemoryMarshal.Write(kernel, (ushort)Family);
        while (Libc.SendTo(_socket, message, (nuint)message.Length, 0, kernel, AddressLength) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("sendto", $"netlink {Protocol}", Errno.Last);
            }
        }
    }

    /// <summary>Takes the next datagram. Call it until it says Empty.</summary>
    /// <exception cref="LinuxException">The socket is broken, which netlink sockets are not on their own.</exception>
    public NetlinkReading Receive()
    {
        Span<byte> sender = stackalloc byte[AddressLength];
        while (true)
        {
            uint senderLength = AddressLength;
            var count = Libc.ReceiveFrom(_socket, _buffer, (nuint)_buffer.Length, Truncated, sender, ref senderLength);
            if (count >= 0)
            {
                var reading = Judge(_buffer, count, sender[..(int)Math.Min(senderLength, AddressLength)]);
                Show(reading);
                return reading;
            }

            switch (Errno.Last)
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    return new NetlinkReading(NetlinkReadingKind.Empty);
                case Errno.ENOBUFS:
                    return new NetlinkReading(NetlinkReadingKind.Lost);
                default:
                    throw new LinuxException("recvfrom", $"netlink {Protocol}", Errno.Last);
            }
        }
    }

    /// <summary>Overwrites what was last received.</summary>
    public void Erase() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(_buffer);

    public void Dispose() => _socket.Dispose();

    internal static NetlinkReading Judge(ReadOnlySpan<byte> buffer, nint count, scoped ReadOnlySpan<byte> sender)
    {
        var isKernel = sender.Length == AddressLength && MemoryMarshal.Read<ushort>(sender) == Family && MemoryMarshal.Read<uint>(sender[4..]) == 0;
        return !isKernel ? new NetlinkReading(NetlinkReadingKind.Rejected)
            : count > buffer.Length ? new NetlinkReading(NetlinkReadingKind.Lost)
            : new NetlinkReading(NetlinkReadingKind.Received, buffer[..(int)count]);
    }

    /// <summary>Only what the kernel sent is shown: anybody else could fill a capture.</summary>
    private void Show(in NetlinkReading reading)
    {
        if (FrameTap.IsOn && reading.Kind == NetlinkReadingKind.Received)
        {
            FrameTap.Pass(SourceOf(Protocol), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"port {Port}"), reading.Messages);
        }
    }

    private static FrameSource SourceOf(NetlinkProtocol protocol) => protocol switch
    {
        NetlinkProtocol.Route => FrameSource.RouteNetlink,
        NetlinkProtocol.Netfilter => FrameSource.NetfilterNetlink,
        NetlinkProtocol.SocketDiagnosis => FrameSource.SocketDiagnosis,
        _ => FrameSource.GenericNetlink,
    };

    private void Prepare(int receiveBuffer)
    {
        // Without CAP_NET_ADMIN the host's limit (net.core.rmem_max) holds, which is no error.
        if (Libc.SetSocketOption(_socket, SocketLevel, ReceiveBufferForce, in receiveBuffer, sizeof(int)) < 0)
        {
            _ = Libc.SetSocketOption(_socket, SocketLevel, ReceiveBuffer, in receiveBuffer, sizeof(int));
        }

        // Kernels before 4.12 and 4.20 lack these: then errors come without words, and dumps unfiltered.
        foreach (var option in (ReadOnlySpan<int>)[CapAcknowledgement, ExtendedAcknowledgement, StrictCheck])
        {
            _ = Libc.SetSocketOption(_socket, NetlinkLevel, option, 1, sizeof(int));
        }

        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Family);
        uint length = AddressLength;
        if (Libc.Bind(_socket, address, AddressLength) < 0 || Libc.GetSocketName(_socket, address, ref length) < 0)
        {
            throw new LinuxException("bind", $"netlink {Protocol}", Errno.Last);
        }

        Port = MemoryMarshal.Read<uint>(address[4..]);
    }
}
