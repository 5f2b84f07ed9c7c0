using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>What a filesystem's superblock says of itself.</summary>
/// <param name="Type">ext4, xfs or btrfs; ext2 and ext3 count as ext4, whose driver mounts them.</param>
/// <param name="Uuid">In its usual writing.</param>
public sealed record FileSystemTags(string Type, string Uuid, string Label);

/// <summary>Finds the filesystem on a device by reading its superblock (magic numbers of linux/magic.h).</summary>
public static class FileSystemProbe
{
    private const int Length = 0x10000 + 0x1000;

    /// <returns>ext4, xfs or btrfs; empty when it is none of them or the device cannot be read.</returns>
    public static string Read(string device) => Tags(device)?.Type ?? "";

    /// <returns>Null when there is no filesystem that is known here, or the device cannot be read.</returns>
    public static FileSystemTags? Tags(string device)
    {
        try
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(device), OpenMode.Read | OpenMode.NonBlocking);
            var raw = new byte[Length];
            var length = file.ReadAt(raw, 0, device);
            return Parse(raw.AsSpan(0, length));
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    /// <param name="raw">The first 68 KiB of the device, or what there is of them.</param>
    public static FileSystemTags? Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Length >= 2048 && raw[1024 + 0x38] == 0x53 && raw[1024 + 0x39] == 0xef)
        {
            return Of("ext4", raw[1024..], 0x68, 0x78, 16);
        }

        if (raw.StartsWith("XFSB"u8) && raw.Length >= 512)
        {
            return Of("xfs", raw, 32, 108, 12);
        }

        return raw.Length >= Length && raw[(0x10000 + 0x40)..].StartsWith("_BHRfS_M"u8) ? Of("btrfs", raw[0x10000..], 0x20, 0x12b, 256) : null;
    }

    private static FileSystemTags Of(string type, ReadOnlySpan<byte> raw, int uuid, int label, int labelLength)
    {
        var name = raw.Slice(label, labelLength);
        var end = name.IndexOf((byte)0);
        return new FileSystemTags(type, new Guid(raw.Slice(uuid, 16), bigEndian: true).ToString(), Encoding.UTF8.GetString(end < 0 ? name : name[..end]));
    }
}
