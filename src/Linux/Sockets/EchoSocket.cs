using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.Sockets;

/// <summary>
/// Asks a host for echoes (RFC 792, RFC 4443) of an exact size over one link. Its packets are never cut into fragments, and no size that was
/// learnt of the path holds them back (IP_PMTUDISC_PROBE of ip(7)): what arrives is what the path carries. The answer is as large, so both ways are tried.
/// </summary>
public sealed class EchoSocket : IDisposable
{
    /// <summary>An IPv6 header, that of the echo, and room for what tells ours from others'.</summary>
    public const int LeastSize = 64;

    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;
    private const int IpMtuDiscover = 10;
    private const int IPv6MtuDiscover = 23;
    private const int Probe = 3;
    private const int SolRaw = 255;
    private const int Filter = 1;
    private const int EchoHeader = 8;
    private const int TokenLength = 8;

    private readonly Socket _socket;
    private readonly bool _isIPv6;
    private readonly int _header;
    private readonly byte[] _received = new byte[ushort.MaxValue];
    private ushort _sequence;

    private EchoSocket(Socket socket, bool isIPv6) => (_socket, _isIPv6, _header) = (socket, isIPv6, isIPv6 ? 40 : 20);

    /// <exception cref="LinuxException">ENODEV: no such link; EPERM without CAP_NET_RAW; ENETUNREACH: no route.</exception>
    public static EchoSocket Open(NetworkNamespace network, string link, IPAddress host)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        var isIPv6 = host.AddressFamily is AddressFamily.InterNetworkV6;
        try
        {
            var socket = network.Run(() => new Socket(host.AddressFamily, SocketType.Raw, isIPv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp));
            try
            {
                socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(link + '\0'));
                socket.SetRawSocketOption(isIPv6 ? (int)ProtocolType.IPv6 : (int)ProtocolType.IP, isIPv6 ? IPv6MtuDiscover : IpMtuDiscover, BitConverter.GetBytes(Probe));
                socket.SetRawSocketOption(isIPv6 ? (int)ProtocolType.IcmpV6 : SolRaw, Filter, AllButAnswers(isIPv6));
                socket.Connect(new IPEndPoint(host, 0));
                return new EchoSocket(socket, isIPv6);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (SocketException e)
        {
            // Among errors of sockets .NET knows no ENODEV.
            throw new LinuxException("ask for an echo", $"{host} over {link}", e.NativeErrorCode > 0 ? e.NativeErrorCode : Errno.ENODEV);
        }
    }

    /// <summary>Sends one request and waits for its answer.</summary>
    /// <param name="size">Of the whole packet with its IP header, in bytes, from <see cref="LeastSize"/> on.</param>
    /// <param name="stop">Ends the wait early.</param>
    /// <returns>False as well when the link's own MTU is smaller.</returns>
    public bool Ask(int size, TimeSpan patience, EventDescriptor stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, LeastSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, ushort.MaxValue);
        var request = Request(size);
        try
        {
            _socket.Send(request);
            var began = Environment.TickCount64;
            Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(_socket.SafeHandle, PollEvents.Readable)];
            for (var left = patience; left > TimeSpan.Zero; left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - began))
            {
                Poll.Wait(requests, left);
                if (requests[0].Returned is not PollEvents.None)
                {
                    return false;
                }

                if (requests[1].Returned is not PollEvents.None && IsAnswer(_received.AsSpan(0, _socket.Receive(_received)), request, _isIPv6))
                {
                    return true;
                }
            }
        }
        catch (SocketException)
        {
            // EMSGSIZE: the link itself takes no such packet, or somebody on the way said so; ENETUNREACH and the like: there is no way at all.
        }

        return false;
    }

    public void Dispose() => _socket.Dispose();

    /// <param name="packet">As a raw socket gives it: of IPv4 with the IP header, of IPv6 without.</param>
    /// <param name="request">Without the IP header.</param>
    internal static bool IsAnswer(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> request, bool isIPv6)
    {
        if (!isIPv6)
        {
            var header = packet.IsEmpty ? 0 : (packet[0] & 0xf) * 4;
            if (header < 20 || header > packet.Length)
            {
                return false;
            }

            packet = packet[header..];
        }

        // Type and checksum differ, identifier, number and all that was sent along come back.
        return packet.Length == request.Length && packet.Length >= EchoHeader && packet[0] == (isIPv6 ? 129 : 0) && packet[4..].SequenceEqual(request[4..]);
    }

    /// <summary>RFC 1071: of IPv6 the kernel reckons it.</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < message.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(message[i..]);
        }

        sum += message.Length % 2 == 0 ? 0u : (uint)message[^1] << 8;
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    private byte[] Request(int size)
    {
        var message = new byte[size - _header];
        message[0] = _isIPv6 ? (byte)128 : (byte)8;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), ++_sequence);
        RandomNumberGenerator.Fill(message.AsSpan(EchoHeader, TokenLength));
        if (!_isIPv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        }

        return message;
    }

    /// <summary>ICMP_FILTER of icmp(7) and ICMP6_FILTER of RFC 3542, 3.2: a bit for each type that is kept back.</summary>
    private static byte[] AllButAnswers(bool isIPv6)
    {
        if (!isIPv6)
        {
            return BitConverter.GetBytes(~1u);
        }

        var blocked = new uint[8];
        Array.Fill(blocked, uint.MaxValue);
        blocked[129 / 32] &= ~(1u << (129 % 32));
        return MemoryMarshal.AsBytes(blocked.AsSpan()).ToArray();
    }
}
