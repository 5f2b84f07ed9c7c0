using System.Buffers.Binary;
using System.Net.Sockets;
using EventOps.Linux.Native;

namespace EventOps.Linux.Sockets;

/// <summary>
/// What another host, or a filter here, said of a connection that did not come about (RFC 792, RFC 4443). Error numbers alone do not tell: a port
/// that nobody listens on and a filter that rejects are both ECONNREFUSED, and a rejection over IPv4 is EHOSTUNREACH.
/// </summary>
public readonly record struct IcmpError(bool IsIPv6, byte Type, byte Code)
{
    private const int IpRecvErr = 11;
    private const int IPv6RecvErr = 25;
    private const int ErrorQueue = 0x2000;
    private const int DoNotWait = 0x40;
    private const int HeaderLength = 16;
    private const byte OriginIcmp = 2;
    private const byte OriginIcmp6 = 3;

    /// <summary>
    /// Whether somebody refuses such packets. A port that nobody listens on is told of by TCP itself, so "port unreachable" and "protocol unreachable"
    /// come from a filter too; that a host or a network cannot be reached is no refusal.
    /// </summary>
    public bool IsRejection => IsIPv6 ? Type == 1 && Code is 1 or 4 or 5 or 6 : Type == 3 && Code is 2 or 3 or 9 or 10 or 13;

    /// <summary>Has the kernel keep what is said of this socket's connection (IP_RECVERR of ip(7), IPV6_RECVERR of ipv6(7)), or no more: then errors that TCP outlives do not end it.</summary>
    public static void Keep(Socket socket, bool isKept)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var isIPv6 = socket.AddressFamily is AddressFamily.InterNetworkV6;
        socket.SetRawSocketOption(isIPv6 ? (int)ProtocolType.IPv6 : (int)ProtocolType.IP, isIPv6 ? IPv6RecvErr : IpRecvErr, BitConverter.GetBytes(isKept ? 1 : 0));
    }

    /// <summary>The oldest that was kept (for TCP since Linux 5.9). Null when nothing was said.</summary>
    public static IcmpError? Take(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var control = new byte[256];
        unsafe
        {
            fixed (byte* start = control)
            {
                var message = new MessageHeader { Control = (nint)start, ControlLength = (nuint)control.Length };
                return Libc.ReceiveMessage(socket.SafeHandle, ref message, ErrorQueue | DoNotWait) < 0 ? null : Parse(control.AsSpan(0, (int)message.ControlLength));
            }
        }
    }

    /// <summary>Control messages of cmsg(3), with a sock_extended_err of linux/errqueue.h in one.</summary>
    internal static IcmpError? Parse(ReadOnlySpan<byte> control)
    {
        while (control.Length >= HeaderLength && BinaryPrimitives.ReadUInt64LittleEndian(control) is >= HeaderLength and var length && length <= (ulong)control.Length)
        {
            var (level, kind) = (BinaryPrimitives.ReadInt32LittleEndian(control[8..]), BinaryPrimitives.ReadInt32LittleEndian(control[12..]));
            var error = control[HeaderLength..(int)length];
            if (error.Length >= HeaderLength && (level, kind) is ((int)ProtocolType.IP, IpRecvErr) or ((int)ProtocolType.IPv6, IPv6RecvErr) && error[4] is OriginIcmp or OriginIcmp6)
            {
                return new IcmpError(error[4] == OriginIcmp6, error[5], error[6]);
            }

            control = control[Math.Min(control.Length, ((int)length + 7) & ~7)..];
        }

        return null;
    }
}
