using System.Net.Sockets;
using System.Security.Cryptography;
using EventOps.Linux.Capture;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.WireGuard;

/// <summary>A WireGuard program such as wireguard-go, by the cross-platform interface: a socket of its own for each link, lines of key=value.</summary>
public sealed class UserspaceWireGuard(NetworkNamespace network, string name) : IWireGuard
{
    private const int MostBytes = 64 << 20;
    private const int Patience = 5000;

    public string Name { get; } = name;

    /// <summary>Of the socket, in the mounts of the link's namespace.</summary>
    public static string PathOf(string name) => $"/var/run/wireguard/{name}.sock";

    public WireGuardDevice Read()
    {
        var answer = Ask("get=1\n\n"u8);
        try
        {
            var device = UserspaceParser.Parse(Name, answer, out var errno);
            return errno == 0 ? device : throw new LinuxException("get", PathOf(Name), errno);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(answer);
        }
    }

    public void Apply(WireGuardChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var request = UserspaceWriter.Write(change);
        try
        {
            _ = UserspaceParser.Parse(Name, Ask(request), out var errno);
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

    /// <summary>Everything up to the empty line that ends an answer.</summary>
    private byte[] Ask(ReadOnlySpan<byte> request)
    {
        using var socket = Connect();
        var buffer = new byte[64 << 10];
        var count = 0;
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += socket.Send(request[sent..]);
            }

            while (true)
            {
                var read = socket.Receive(buffer.AsSpan(count));
                count += read;
                if (buffer.AsSpan(0, count).EndsWith("\n\n"u8))
                {
                    FrameTap.Pass(FrameSource.WireGuardProgram, Name, buffer.AsSpan(0, count));
                    return buffer[..count];
                }

                if (read == 0 || count > MostBytes)
                {
                    throw new FormatException($"{PathOf(Name)} gave an answer that does not end");
                }

                buffer = count == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        catch (SocketException e)
        {
            throw Refused(e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = new byte[buffer.Length * 2];
        buffer.CopyTo(larger, 0);
        CryptographicOperations.ZeroMemory(buffer);
        return larger;
    }

    private Socket Connect() => network.Run(() =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = Patience, ReceiveTimeout = Patience };
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

    private LinuxException Refused(SocketException e) => new("ask", PathOf(Name), e.SocketErrorCode == SocketError.AddressNotAvailable ? Errno.ENOENT : e.NativeErrorCode, "is the program that serves it running?");
}
