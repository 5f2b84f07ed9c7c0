using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>A network link (RTM_NEWLINK). Its index is its identity within a namespace and is never renamed; a link made again gets another one, usually.</summary>
public sealed record Link : NetworkObject
{
    private const int HeaderLength = 16;

    /// <summary>From 1.</summary>
    public required int Index { get; init; }

    /// <summary>1 to 15 bytes; any byte but slash, white space and NUL.</summary>
    public required string Name { get; init; }

    public LinkFlags Flags { get; init; }

    /// <summary>In bytes; 0 when not told.</summary>
    public int Mtu { get; init; }

    public OperationalState State { get; init; }

    /// <summary>"wireguard", "veth", "dummy", "tun", "bridge", "vrf"; empty for hardware and loopback.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Of the link layer, in hexadecimal pairs with colons; empty for tunnels.</summary>
    public string HardwareAddress { get; init; } = "";

    /// <summary>The index of the link below, or of a veth's other end, perhaps in another namespace; 0 when none.</summary>
    public int Lower { get; init; }

    /// <summary>The index of the bridge, bond or VRF that it belongs to; 0 when none.</summary>
    public int Master { get; init; }

    /// <summary>An XDP program sees each packet first, and may drop it unseen by any firewall.</summary>
    public bool HasXdp { get; init; }

    /// <summary>The number of that program, as bpftool(8) lists it; 0 when there is none or it is not told. Of several, one.</summary>
    public uint XdpProgram { get; init; }

    public bool IsUp => Flags.HasFlag(LinkFlags.Up);

    /// <summary>Reads struct ifinfomsg and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static Link? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
        {
            return null;
        }

        var (name, kind, hardware) = ("", "", "");
        var (mtu, state, lower, master) = (0u, (byte)0, 0u, 0u);
        var (hasXdp, xdpProgram) = (false, 0u);
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case LinkAttribute.Name: name = reader.GetText(); break;
                case LinkAttribute.HardwareAddress: hardware = Hardware.Format(reader.Value); break;
                case LinkAttribute.Mtu: mtu = reader.GetUInt32(); break;
                case LinkAttribute.Lower: lower = reader.GetUInt32(); break;
                case LinkAttribute.Master: master = reader.GetUInt32(); break;
                case LinkAttribute.State: state = reader.GetByte(); break;
                case LinkAttribute.Information: kind = ReadKind(ref reader); break;
                case LinkAttribute.Xdp: (hasXdp, xdpProgram) = ReadXdp(ref reader); break;
            }
        }

        var index = MemoryMarshal.Read<int>(payload[4..]);
        return reader.IsMalformed || index <= 0 || name.Length == 0 ? null : new Link
        {
            Index = index,
            Name = name,
            Flags = (LinkFlags)MemoryMarshal.Read<uint>(payload[8..]),
            Mtu = (int)Math.Min(mtu, int.MaxValue),
            State = (OperationalState)state,
            Kind = kind,
            HardwareAddress = hardware,
            Lower = (int)lower,
            Master = (int)master,
            HasXdp = hasXdp,
            XdpProgram = xdpProgram,
        };
    }

    private static string ReadKind(ref AttributeReader reader)
    {
        var kind = "";
        var inner = reader.Nested();
        while (inner.Read())
        {
            kind = inner.Type == LinkAttribute.Kind ? inner.GetText() : kind;
        }

        reader.Join(inner);
        return kind;
    }

    private static (bool IsAttached, uint Program) ReadXdp(ref AttributeReader reader)
    {
        var (isAttached, program) = (false, 0u);
        var inner = reader.Nested();
        while (inner.Read())
        {
            isAttached |= inner.Type == LinkAttribute.XdpAttached && inner.GetByte() != 0;
            program = inner.Type is >= LinkAttribute.XdpProgram and <= LinkAttribute.XdpHardwareProgram ? inner.GetUInt32() : program;
        }

        reader.Join(inner);
        return (isAttached, program);
    }
}
