using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace EventOps.Linux.Netlink;

/// <summary>Builds one message to the kernel: header, the protocol's fixed part, attributes. Sending sets sequence and port.</summary>
public sealed class NetlinkRequest
{
    private const int NestedBit = 0x8000;

    private byte[] _buffer = new byte[256];
    private int _length = NetlinkMessageReader.HeaderLength;

    /// <param name="type">Of the protocol: RTM_NEWROUTE, a generic family's number.</param>
    public NetlinkRequest(int type, NetlinkFlags flags)
    {
        Type = type;
        Flags = flags | NetlinkFlags.Request;
    }

    public int Type { get; }

    public NetlinkFlags Flags { get; }

    /// <summary>The protocol's own fixed part: struct rtmsg, struct genlmsghdr. Before any attribute.</summary>
    public NetlinkRequest Fixed(ReadOnlySpan<byte> content)
    {
        content.CopyTo(Take(content.Length));
        return this;
    }

    /// <exception cref="ArgumentException">Longer than an attribute can be (65531 bytes).</exception>
    public NetlinkRequest Bytes(int type, ReadOnlySpan<byte> value)
    {
        var size = value.Length + 4;
        if (size > ushort.MaxValue)
        {
            throw new ArgumentException($"A netlink attribute holds at most 65531 bytes, not {value.Length}.", nameof(value));
        }

        var place = Take(size);
        MemoryMarshal.Write(place, (ushort)size);
        MemoryMarshal.Write(place[2..], (ushort)type);
        value.CopyTo(place[4..]);
        return this;
    }

    /// <summary>An attribute without a value, whose presence says all.</summary>
    public NetlinkRequest Flag(int type) => Bytes(type, []);

    public NetlinkRequest Byte(int type, byte value) => Bytes(type, [value]);

    public NetlinkRequest UInt16(int type, ushort value) => Bytes(type, MemoryMarshal.AsBytes(new ReadOnlySpan<ushort>(in value)));

    public NetlinkRequest UInt16BigEndian(int type, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Bytes(type, bytes);
    }

    public NetlinkRequest UInt32(int type, uint value) => Bytes(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public NetlinkRequest UInt64(int type, ulong value) => Bytes(type, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)));

    /// <summary>UTF-8 and a NUL.</summary>
    /// <exception cref="ArgumentException">The text holds a NUL, which would cut it short unseen.</exception>
    public NetlinkRequest Text(int type, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Contains('\0')
            ? throw new ArgumentException("A name for the kernel cannot hold a NUL.", nameof(value))
            : Bytes(type, [.. Encoding.UTF8.GetBytes(value), 0]);
    }

    /// <summary>4 or 16 bytes, by family.</summary>
    public NetlinkRequest Address(int type, IPAddress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Bytes(type, value.GetAddressBytes());
    }

    /// <summary>Attributes within one; <paramref name="content"/> adds them.</summary>
    public NetlinkRequest Nest(int type, Action<NetlinkRequest> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var start = _length;
        Bytes(type | NestedBit, []);
        content(this);
        var size = _length - start;
        if (size > ushort.MaxValue)
        {
            throw new ArgumentException($"A nested netlink attribute holds at most 65531 bytes, not {size}; split the request.", nameof(content));
        }

        MemoryMarshal.Write(_buffer.AsSpan(start), (ushort)size);
        return this;
    }

    /// <summary>The whole message. Not to be changed after.</summary>
    public ReadOnlySpan<byte> ToMessage(uint sequence, uint port = 0)
    {
        var header = _buffer.AsSpan();
        MemoryMarshal.Write(header, (uint)_length);
        MemoryMarshal.Write(header[4..], (ushort)Type);
        MemoryMarshal.Write(header[6..], (ushort)Flags);
        MemoryMarshal.Write(header[8..], sequence);
        MemoryMarshal.Write(header[12..], port);
        return header[.._length];
    }

    /// <summary>Overwrites the content, for requests that held a key.</summary>
    public void Erase() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(_buffer);

    /// <summary>Room at the end, rounded up to 4 bytes, zeroed.</summary>
    private Span<byte> Take(int size)
    {
        var end = _length + ((size + 3) & ~3);
        if (end > _buffer.Length)
        {
            var larger = new byte[Math.Max(end, _buffer.Length * 2)];
            _buffer.AsSpan(0, _length).CopyTo(larger);
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(_buffer);
            _buffer = larger;
        }

        var place = _buffer.AsSpan(_length, size);
        _length = end;
        return place;
    }
}
