using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using EventOps.Linux.Capture;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.WireGuard;

/// <summary>A WireGuard program such as wireguard-go, by the cross-platform interface: a socket of its own for each link, lines of key=value.</summary>
/// <param name="patience">How long it may take to answer.</param>
public sealed class UserspaceWireGuard(NetworkNamespace network, string name, TimeSpan? patience = null) : IWireGuard
{
    private const int FirstBytes = 64 << 10;
    private const int MostBytes = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _patience = (int)(patience ?? Patience).TotalMilliseconds;

    private delegate T Reading<T>(ReadOnlySpan<byte> answer);

    public string Name { get; } = name;

    /// <summary>Of the socket, in the mounts of the link's namespace.</summary>
    public static string PathOf(string name) => $"/var/run/wireguard/{name}.sock";

    public WireGuardDevice Read()
    {
        var (device, errno) = Ask("get=1\n\n"u8, Parse);
        return errno == 0 ? device : throw new LinuxException("get", PathOf(Name), errno);
    }

    public SecretKey? ReadPrivateKey() => Ask("get=1\n\n"u8, UserspaceParser.PrivateKeyOf);

    public void Apply(WireGuardChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var request = UserspaceWriter.Write(change);
        try
        {
            var (_, errno) = Ask(request, Parse);
            if (errno != 0)
            {
                throw new LinuxException("set", PathOf(Name), errno);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(request);
        }
    }

    public void Dispose()
    {
        // Each question has a connection of its own.
    }

    /// <summary>Takes everything up to the empty line that ends an answer. That of a thousand peers is large, and is asked for each second: its memory is used again.</summary>
    private T Ask<T>(ReadOnlySpan<byte> request, Reading<T> read)
    {
        using var socket = Connect();
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        var count = 0;
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += socket.Send(request[sent..]);
            }

            while (true)
            {
                var received = socket.Receive(buffer.AsSpan(count));
                count += received;
                if (buffer.AsSpan(0, count).EndsWith("\n\n"u8))
                {
                    FrameTap.Pass(FrameSource.WireGuardProgram, Name, buffer.AsSpan(0, count));
                    return read(buffer.AsSpan(0, count));
                }

                if (received == 0 || count > MostBytes)
                {
                    throw new FormatException($"{PathOf(Name)} gave an answer that does not end");
                }

                buffer = count == buffer.Length ? Enlarge(buffer) : buffer;
            }
        }
        catch (SocketException e)
        {
            throw Refused(e);
        }
        finally
        {
            GiveBack(buffer);
        }
    }

    private (WireGuardDevice Device, int Errno) Parse(ReadOnlySpan<byte> answer) => (UserspaceParser.Parse(Name, answer, out var errno), errno);

    private static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        GiveBack(buffer);
        return larger;
    }

    /// <summary>It held keys.</summary>
    private static void GiveBack(byte[] buffer)
    {
        CryptographicOperations.ZeroMemory(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private Socket Connect() => network.Run(() =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = _patience, ReceiveTimeout = _patience };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(PathOf(Name)));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Refused(e);
        }
    });

    private LinuxException Refused(SocketException e) => e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
        ? new("ask", PathOf(Name), Errno.ETIMEDOUT, "the program that serves it takes the question and does not answer; was it stopped?")
        : new("ask", PathOf(Name), e.SocketErrorCode == SocketError.AddressNotAvailable ? Errno.ENOENT : e.NativeErrorCode, "is the program that serves it running?");
}
