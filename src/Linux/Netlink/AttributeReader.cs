using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace EventOps.Linux.Netlink;

/// <summary>
/// Walks netlink attributes (struct nlattr): <see cref="Read"/>, then <see cref="Type"/> and a getter. Whatever the bytes, it ends, stays within
/// them and never throws: an attribute that is not whole, or a value of another length than its getter's, sets <see cref="IsMalformed"/> and gives zero.
/// A parser skips the types that it does not know and drops the message when this is malformed at its end.
/// </summary>
public ref struct AttributeReader(ReadOnlySpan<byte> attributes)
{
    private const int HeaderLength = 4;

    // The two bits above say "nested" and "network byte order".
    private const int TypeMask = 0x3fff;

    private ReadOnlySpan<byte> _rest = attributes;

    public int Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next attribute.</summary>
    /// <returns>False at the end, and once anything was malformed.</returns>
    public bool Read()
    {
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        var length = _rest.Length < HeaderLength ? 0 : MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderLength || length > _rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        Type = MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask;
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }

    /// <summary>The attributes inside this one.</summary>
    public readonly AttributeReader Nested() => new(Value);

    public byte GetByte() => Is(1) ? Value[0] : (byte)0;

    public ushort GetUInt16() => Is(2) ? MemoryMarshal.Read<ushort>(Value) : (ushort)0;

    /// <summary>Ports in network byte order.</summary>
    public ushort GetUInt16BigEndian() => Is(2) ? BinaryPrimitives.ReadUInt16BigEndian(Value) : (ushort)0;

    public uint GetUInt32() => Is(4) ? MemoryMarshal.Read<uint>(Value) : 0;

    public int GetInt32() => Is(4) ? MemoryMarshal.Read<int>(Value) : 0;

    public uint GetUInt32BigEndian() => Is(4) ? BinaryPrimitives.ReadUInt32BigEndian(Value) : 0;

    public ulong GetUInt64() => Is(8) ? MemoryMarshal.Read<ulong>(Value) : 0;

    /// <summary>An IPv4 or IPv6 address, by its length.</summary>
    public IPAddress GetAddress() => Value.Length is 4 or 16 || Is(16) ? new IPAddress(Value) : IPAddress.None;

    /// <summary>Text up to the first NUL; what is not UTF-8 becomes U+FFFD.</summary>
    public readonly string GetText()
    {
        var end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }

    /// <summary>Takes over that a reader of something inside found it malformed.</summary>
    public void Join(in AttributeReader inner) => IsMalformed |= inner.IsMalformed;

    /// <summary>Says that the value makes no sense to the parser.</summary>
    public void Reject() => IsMalformed = true;

    private bool Is(int length)
    {
        IsMalformed |= Value.Length != length;
        return Value.Length == length;
    }
}
