using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>
/// How much of an ext4 is kept for root (tune2fs -m), by its superblock, which the kernel and tune2fs share while it is mounted. What statvfs(3) holds
/// back from ordinary users is more: clusters for delayed allocation besides; and less where root has filled a part of the reserve.
/// </summary>
public static class Ext4Reserve
{
    private const double Grain = 0.5;

    /// <param name="device">Its node.</param>
    /// <returns>In half percents, as what a growth adds keeps a share in whole ones. Null when there is no ext4, or it cannot be read.</returns>
    public static Percent? Share(LinuxPath device) => Read(device) is { Blocks: > 0 } found
        ? new Percent(Math.Round(Math.Min(100, 100.0 * found.ReservedBlocks / found.Blocks) / Grain) * Grain)
        : null;

    /// <summary>In blocks of the filesystem (tune2fs -r).</summary>
    /// <returns>Null when there is no ext4, or it cannot be read.</returns>
    public static ulong? Blocks(LinuxPath device) => Read(device)?.ReservedBlocks;

    private static Ext4Superblock? Read(LinuxPath device)
    {
        try
        {
            using var file = FileDescriptor.Open(device, OpenMode.Read | OpenMode.NonBlocking);
            var raw = new byte[Ext4Superblock.Length];
            var length = file.ReadAt(raw, Ext4Superblock.Offset, device.ToDisplay());
            return Ext4Superblock.Parse(raw.AsSpan(0, length));
        }
        catch (LinuxException)
        {
            return null;
        }
    }
}
