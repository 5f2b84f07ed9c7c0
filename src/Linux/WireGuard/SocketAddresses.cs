using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Routing;

namespace EventOps.Linux.WireGuard;

/// <summary>struct sockaddr_in and sockaddr_in6.</summary>
internal static class SocketAddresses
{
    private const int Length4 = 16;
    private const int Length6 = 28;

    /// <returns>Null when it is neither.</returns>
    internal static IPEndPoint? Read(ReadOnlySpan<byte> bytes)
    {
        var family = bytes.Length < 4 ? (ushort)0 : MemoryMarshal.Read<ushort>(bytes);
        return (family, bytes.Length) switch
        {
            (KernelFamily.IPv4, >= Length4) => new IPEndPoint(new IPAddress(bytes.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            (KernelFamily.IPv6, >= Length6) => new IPEndPoint(
                new IPAddress(bytes.Slice(8, 16), MemoryMarshal.Read<uint>(bytes[24..])), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            _ => null,
        };
    }

    internal static byte[] Write(IPEndPoint endpoint)
    {
        var family = KernelFamily.Of(endpoint.AddressFamily);
        var bytes = new byte[family == KernelFamily.IPv4 ? Length4 : Length6];
        MemoryMarshal.Write(bytes, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)endpoint.Port);
        endpoint.Address.GetAddressBytes().CopyTo(bytes.AsSpan(family == KernelFamily.IPv4 ? 4 : 8));
        if (family == KernelFamily.IPv6)
        {
            MemoryMarshal.Write(bytes.AsSpan(24), (uint)endpoint.Address.ScopeId);
        }

        return bytes;
    }
}
