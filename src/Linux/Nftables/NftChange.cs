using System.Buffers.Binary;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>What of nftables changed.</summary>
public enum NftObjectKind
{
    Table,
    Chain,
    Rule,
    Set,
    SetElement,
    Object,
    FlowTable,

    /// <summary>A transaction is through: it ends what was told before it, and says who made it.</summary>
    Generation,
}

/// <summary>One change of nftables (NFT_MSG_*).</summary>
/// <param name="Family">ip, ip6, inet, arp, bridge, netdev; empty for a generation.</param>
/// <param name="Name">Of the chain (also for a rule), set or object; empty for a table.</param>
/// <param name="Handle">Of a table, chain or rule; 0 when not told.</param>
/// <param name="Generation">For <see cref="NftObjectKind.Generation"/>: its number, else 0.</param>
/// <param name="WriterThread">For <see cref="NftObjectKind.Generation"/>: the thread that made the change, else 0; its process is Tgid in /proc/N/status while it lives.</param>
/// <param name="WriterName">For <see cref="NftObjectKind.Generation"/>: that thread's name, 15 bytes at most; not to be trusted.</param>
public sealed record NftChange(
    NftObjectKind Kind, bool IsRemoved, string Family, string Table, string Name, ulong Handle, uint Generation = 0, int WriterThread = 0, string WriterName = "")
{
    private const int Subsystem = 10;
    private const int HeaderLength = 4;
    private const int NewGeneration = 15;
    private const int GetGeneration = 16;

    /// <summary>Asks for the present generation, which is told as a change that made it is.</summary>
    internal static NetlinkRequest GenerationRequest() => new NetlinkRequest((Subsystem << 8) | GetGeneration, NetlinkFlags.Acknowledge).Fixed(stackalloc byte[HeaderLength]);

    /// <summary>Reads one message; what is not known is skipped.</summary>
    internal static NftChange? Parse(in NetlinkMessageReader message, out bool isMalformed)
    {
        isMalformed = false;
        var type = message.Type & 0xff;
        if (message.Type >> 8 != Subsystem || (KindOf(type) is null && type != NewGeneration))
        {
            return null;
        }

        isMalformed = message.Payload.Length < HeaderLength;
        if (isMalformed)
        {
            return null;
        }

        var reader = new AttributeReader(message.Payload[HeaderLength..]);
        var change = type == NewGeneration ? ReadGeneration(ref reader) : ReadObject(ref reader, KindOf(type)!.Value, message.Payload[0]);
        isMalformed = reader.IsMalformed;
        return isMalformed ? null : change;
    }

    private static (NftObjectKind Kind, bool IsRemoved)? KindOf(int type) => type switch
    {
        0 or 2 => (NftObjectKind.Table, type == 2),
        3 or 5 => (NftObjectKind.Chain, type == 5),
        6 or 8 => (NftObjectKind.Rule, type == 8),
        9 or 11 => (NftObjectKind.Set, type == 11),
        12 or 14 => (NftObjectKind.SetElement, type == 14),
        18 or 20 => (NftObjectKind.Object, type == 20),
        22 or 24 => (NftObjectKind.FlowTable, type == 24),
        _ => null,
    };

    private static NftChange ReadObject(ref AttributeReader reader, (NftObjectKind Kind, bool IsRemoved) told, byte family)
    {
        // Attribute 1 is always the table; the others stand where each kind has them.
        var (nameAt, handleAt) = told.Kind switch
        {
            NftObjectKind.Table => (-1, 4),
            NftObjectKind.Chain => (3, 2),
            NftObjectKind.Rule => (2, 3),
            _ => (2, -1),
        };
        var (table, name, handle) = ("", "", 0UL);
        while (reader.Read())
        {
            table = reader.Type == 1 ? reader.GetText() : table;
            name = reader.Type == nameAt ? reader.GetText() : name;
            handle = reader.Type == handleAt ? BinaryPrimitives.ReverseEndianness(reader.GetUInt64()) : handle;
        }

        return new NftChange(told.Kind, told.IsRemoved, FamilyName(family), table, name, handle);
    }

    private static NftChange ReadGeneration(ref AttributeReader reader)
    {
        var (number, pid, name) = (0u, 0u, "");
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case 1: number = reader.GetUInt32BigEndian(); break;
                case 2: pid = reader.GetUInt32BigEndian(); break;
                case 3: name = reader.GetText(); break;
            }
        }

        return new NftChange(NftObjectKind.Generation, false, "", "", "", 0, number, (int)Math.Min(pid, int.MaxValue), name);
    }

    /// <summary>NFPROTO_* of linux/netfilter.h.</summary>
    private static string FamilyName(byte family) => family switch
    {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        _ => "unknown",
    };
}
