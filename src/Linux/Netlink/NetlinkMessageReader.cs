using System.Runtime.InteropServices;

namespace EventOps.Linux.Netlink;

/// <summary>
/// Walks the messages in a datagram from the kernel, as Utf8JsonReader walks tokens: <see cref="Read"/>, then the properties.
/// Whatever the bytes, it ends, stays within them and never throws; what is left over or malformed sets <see cref="IsMalformed"/>.
/// </summary>
public ref struct NetlinkMessageReader(ReadOnlySpan<byte> datagram)
{
    /// <summary>Of struct nlmsghdr, in bytes.</summary>
    public const int HeaderLength = 16;

    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>NLMSG_ERROR, NLMSG_DONE, or a type of the protocol.</summary>
    public ushort Type { get; private set; }

    public NetlinkFlags Flags { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>In a notification: the port of the socket whose request made the change, 0 when the kernel did it itself. A port is often a process id, but need not be.</summary>
    public uint Port { get; private set; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next message.</summary>
    /// <returns>False at the end, and at a message that is not whole.</returns>
    public bool Read()
    {
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        var length = _rest.Length < HeaderLength ? 0 : MemoryMarshal.Read<uint>(_rest);
        if (length < HeaderLength || length > (uint)_rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        Type = MemoryMarshal.Read<ushort>(_rest[4..]);
        Flags = (NetlinkFlags)MemoryMarshal.Read<ushort>(_rest[6..]);
        Sequence = MemoryMarshal.Read<uint>(_rest[8..]);
        Port = MemoryMarshal.Read<uint>(_rest[12..]);
        Payload = _rest[HeaderLength..(int)length];
        _rest = _rest[Math.Min(_rest.Length, ((int)length + 3) & ~3)..];
        return true;
    }
}
