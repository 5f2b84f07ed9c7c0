using System.Buffers.Binary;

namespace EventOps.Linux.FileSystems;

/// <summary>What growing needs to know of an ext2, ext3 or ext4 superblock (fs/ext4/ext4.h, struct ext4_super_block).</summary>
/// <param name="Blocks">Of the whole filesystem.</param>
/// <param name="BlockSize">In bytes: 1024 to 65536.</param>
/// <param name="State">s_state: 1 cleanly unmounted (not while mounted), 2 errors were found.</param>
/// <param name="ReservedDescriptorBlocks">Room for growth that resize_inode keeps, in blocks.</param>
public sealed record Ext4Superblock(
    ulong Blocks,
    uint BlockSize,
    ushort State,
    uint Compatible,
    uint Incompatible,
    uint ReadOnlyCompatible,
    ushort ReservedDescriptorBlocks)
{
    /// <summary>Blocks that are kept for root (tune2fs -m).</summary>
    public ulong ReservedBlocks { get; init; }

    /// <summary>Where it lies on the device, in bytes.</summary>
    public const int Offset = 1024;

    /// <summary>In bytes.</summary>
    public const int Length = 1024;

    private const ushort Magic = 0xef53;
    private const int LargestBlockShift = 6;

    public long Size => (long)UInt128.Min((UInt128)Blocks * BlockSize, long.MaxValue);

    /// <summary>The kernel found errors in it: grow nothing before e2fsck has run.</summary>
    public bool HasErrors => (State & 2) != 0;

    public bool HasResizeInode => (Compatible & 0x10) != 0;

    /// <summary>Only two backup superblocks; the kernel does not grow it while mounted.</summary>
    public bool HasSparseSuper2 => (Compatible & 0x200) != 0;

    public bool HasMetaBlockGroups => (Incompatible & 0x10) != 0;

    public bool Has64Bit => (Incompatible & 0x80) != 0;

    public bool HasBigAlloc => (ReadOnlyCompatible & 0x200) != 0;

    /// <summary>Whether the kernel grows it while mounted at all; how far depends on the room for group descriptors.</summary>
    public bool CanGrowOnline => !HasErrors && !HasSparseSuper2 && (HasResizeInode || HasMetaBlockGroups || Has64Bit);

    /// <summary>Reads the 1024 bytes at <see cref="Offset"/>.</summary>
    /// <returns>Null when they are too few or not such a superblock.</returns>
    public static Ext4Superblock? Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < Length || Half(raw, 0x38) != Magic || Word(raw, 0x18) > LargestBlockShift)
        {
            return null;
        }

        var incompatible = Word(raw, 0x60);
        var isWide = (incompatible & 0x80) != 0;
        return new Ext4Superblock(
            Wide(raw, 0x04, 0x150, isWide),
            1024u << (int)Word(raw, 0x18),
            Half(raw, 0x3a),
            Word(raw, 0x5c),
            incompatible,
            Word(raw, 0x64),
            Half(raw, 0xce))
        {
            ReservedBlocks = Wide(raw, 0x08, 0x154, isWide),
        };
    }

    private static ulong Wide(ReadOnlySpan<byte> raw, int low, int high, bool isWide) => Word(raw, low) | (isWide ? (ulong)Word(raw, high) << 32 : 0);

    private static uint Word(ReadOnlySpan<byte> raw, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(raw[offset..]);

    private static ushort Half(ReadOnlySpan<byte> raw, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(raw[offset..]);
}
