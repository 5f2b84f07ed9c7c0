using System.Buffers.Binary;
using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>What lies at the beginning of a disk or image, found out by reading it; never by writing.</summary>
public enum DiskSignature
{
    /// <summary>
    /// Zeros wherever a partition table, filesystem, RAID or LVM would leave its mark; or what pvremove(8) leaves of a disk that was in no
    /// group any more: a metadata area that points to no metadata.
    /// </summary>
    Blank,

    /// <summary>What pvremove(8) leaves of a disk that was in no group any more and had been in use: what its extents held is still there, and nothing refers to it.</summary>
    Released,

    /// <summary>LVM's label: <c>LABELONE</c> in one of the first four sectors (lib/label/label.h of LVM2).</summary>
    PhysicalVolume,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Reads disks for signatures.</summary>
public static class DiskProbe
{
    private const int Sector = 512;
    private const int Sectors = 4;

    /// <summary>Where pvcreate(8) puts the first metadata area.</summary>
    private const int MetadataAt = 4096;

    /// <summary>Superblocks, partition tables and labels lie in the first MiB of a device (btrfs at 64 KiB, ZFS to 512 KiB) …</summary>
    private const int Head = 4 << 20;

    /// <summary>… and in the last (GPT's backup, md 1.0, ZFS).</summary>
    private const int Tail = 1 << 20;

    /// <exception cref="LinuxException">It cannot be opened or read.</exception>
    public static DiskSignature Read(LinuxPath path, long size)
    {
        using var file = FileDescriptor.Open(path, OpenMode.Read | OpenMode.NonBlocking);
        var buffer = new byte[1 << 18];
        var first = file.ReadAt(buffer.AsSpan(0, Sector * Sectors), 0, path.ToDisplay());
        for (var at = 0; at + 32 <= first; at += Sector)
        {
            if (buffer.AsSpan(at).StartsWith("LABELONE"u8) && buffer.AsSpan(at + 24).StartsWith("LVM2 001"u8))
            {
                return DiskSignature.PhysicalVolume;
            }
        }

        var metadata = EndOfEmptyMetadata(file, buffer, path);
        var free = metadata ?? MetadataAt;
        return !IsZero(file, buffer, 0, Math.Min(size, MetadataAt), path) ? DiskSignature.Other
            : IsZero(file, buffer, free, Math.Min(size, Head), path) && IsZero(file, buffer, Math.Max(free, size - Tail), size, path) ? DiskSignature.Blank
            : metadata is not null ? DiskSignature.Released
            : DiskSignature.Other;
    }

    /// <summary>
    /// struct mda_header of LVM2's lib/format_text/layout.h: checksum (4), magic (16), version (4), start (8), size (8), then where the
    /// metadata are. A label that was wiped while its disk was in a group leaves an area that points to them: that is not blank.
    /// </summary>
    /// <returns>Null when there is no such area, or it is in use.</returns>
    private static long? EndOfEmptyMetadata(FileDescriptor file, byte[] buffer, LinuxPath path)
    {
        const int header = 40, location = 24;
        var read = buffer.AsSpan(0, header + location);
        if (file.ReadAt(read, MetadataAt, path.ToDisplay()) < read.Length
            || !read[4..].StartsWith(" LVM2 x[5A%r0N*>"u8)
            || BinaryPrimitives.ReadInt64LittleEndian(read[24..]) != MetadataAt
            || read[header..].ContainsAnyExcept((byte)0))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(read[32..]);
        return length is > 0 and <= Head - MetadataAt ? MetadataAt + length : null;
    }

    /// <summary>
    /// The identifier in LVM's label, by which a copy of a disk is told: struct label_header of LVM2's lib/label/label.h (offset of what follows at
    /// byte 20), then struct pv_header of lib/format_text/layout.h, which begins with it.
    /// </summary>
    /// <returns>Null when there is no label, or it makes no sense.</returns>
    /// <exception cref="LinuxException">It cannot be opened or read.</exception>
    public static string? LabelOf(LinuxPath path)
    {
        const int offset = 20, length = 32;
        using var file = FileDescriptor.Open(path, OpenMode.Read | OpenMode.NonBlocking);
        Span<byte> buffer = stackalloc byte[Sector * Sectors];
        buffer = buffer[..file.ReadAt(buffer, 0, path.ToDisplay())];
        for (var at = 0; at + Sector <= buffer.Length; at += Sector)
        {
            var sector = buffer.Slice(at, Sector);
            if (!sector.StartsWith("LABELONE"u8) || !sector[24..].StartsWith("LVM2 001"u8))
            {
                continue;
            }

            var begin = BinaryPrimitives.ReadUInt32LittleEndian(sector[offset..]);
            return begin <= Sector - length && !sector.Slice((int)begin, length).ContainsAnyExceptInRange((byte)'!', (byte)'~')
                ? Encoding.ASCII.GetString(sector.Slice((int)begin, length))
                : null;
        }

        return null;
    }

    private static bool IsZero(FileDescriptor file, byte[] buffer, long from, long to, LinuxPath path)
    {
        while (from < to)
        {
            var count = file.ReadAt(buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from)), from, path.ToDisplay());
            if (count == 0)
            {
                return true;
            }

            if (buffer.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                return false;
            }

            from += count;
        }

        return true;
    }
}
