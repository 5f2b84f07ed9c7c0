using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>What lies at the beginning of a disk or image, found out by reading it; never by writing.</summary>
public enum DiskSignature
{
    /// <summary>Zeros wherever a partition table, filesystem, RAID or LVM would leave its mark.</summary>
    Blank,

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

        return IsZero(file, buffer, 0, Math.Min(size, Head), path) && IsZero(file, buffer, Math.Max(0, size - Tail), size, path)
            ? DiskSignature.Blank
            : DiskSignature.Other;
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
