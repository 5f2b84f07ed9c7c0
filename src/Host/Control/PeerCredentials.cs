using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EventOps.Host.Control;

/// <summary>Who is at the other end of a local socket, from the kernel (SO_PEERCRED, unix(7)); fixed when it connected.</summary>
internal readonly record struct PeerCredentials(int ProcessId, uint User, uint Group)
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <returns>Null when the kernel does not tell: then nothing is permitted.</returns>
    public static PeerCredentials? Of(Socket socket)
    {
        Span<byte> raw = stackalloc byte[12];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, raw) == raw.Length
                ? new PeerCredentials(MemoryMarshal.Read<int>(raw), MemoryMarshal.Read<uint>(raw[4..]), MemoryMarshal.Read<uint>(raw[8..]))
                : null;
        }
        catch (SocketException)
        {
            // Gone already; it gets no answer anyway.
            return null;
        }
    }
}
