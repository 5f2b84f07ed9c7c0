using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Reads the state of a disk that the settings want: the image file, the loop devices over it, what is written on it.</summary>
internal static class DiskReader
{
    private static readonly Bytes Coarse = Bytes.FromMiB(1);

    /// <param name="devices">All block devices, read once for all disks.</param>
    public static PoolDisk ReadImage(PoolPolicy pool, string path, IReadOnlyList<BlockDevice> devices)
    {
        var file = FileOf(path);
        var loops = devices.Where(d => d.IsOver(path)).ToList();

        // An image whose name is gone is not the one that has the name now.
        var deleted = loops.Find(d => d.IsBackingDeleted);
        var chosen = deleted ?? loops.MinBy(d => (!IsHeld(d), Number(d)));
        var disk = new PoolDisk
        {
            Pool = pool.Name,
            Path = path,
            IsImage = true,
            WantedSize = pool.ImageSize,
            Exists = file is not null,
            Size = file?.Size ?? Bytes.Zero,
            Allocated = file?.Allocated ?? Bytes.Zero,
            HostAvailable = HostAvailable(path, file),
            IsDeleted = deleted is not null,
            Content = file is null && chosen is null ? DiskContent.Unknown : Content(chosen?.Path.ToString() ?? path, chosen?.Size ?? file!.Size, deleted is not null),
        };
        return chosen is null ? disk : disk with
        {
            Device = chosen.Path.ToString(),
            DeviceSize = chosen.Size,
            IsReadOnly = chosen.IsReadOnly,
            IsHeld = IsHeld(chosen),
            Duplicate = deleted is not null ? "" : Other(loops, chosen) is { } other ? other.Path.ToString()
                : LoopCopies.Of(chosen, devices) is [var copy, ..] ? copy.Path.ToString() : "",
            Discards = BlockQueue.Discards(chosen.Name),
        };
    }

    public static PoolDisk ReadDevice(PoolPolicy pool, string path)
    {
        var device = DeviceNode.NumberOf(path) is { } number ? BlockDevice.Find(number) : null;
        var disk = new PoolDisk { Pool = pool.Name, Path = path, Exists = device is not null };
        return device is null ? disk : disk with
        {
            Size = device.Size,
            Device = path,
            DeviceSize = device.Size,
            IsReadOnly = device.IsReadOnly,
            IsHeld = IsHeld(device),
            Content = Content(path, device.Size),
        };
    }

    private static BlockDevice? Other(List<BlockDevice> loops, BlockDevice chosen) => loops.Find(l => l != chosen);

    /// <summary>Something lies on it: of two loop devices over one image this is the one to keep.</summary>
    private static bool IsHeld(BlockDevice device) => BlockQueue.IsHeld(device.Name);

    private static int Number(BlockDevice device) => LoopDevice.FromName(device.Name)?.Number ?? int.MaxValue;

    private static BackingFile? FileOf(string path)
    {
        try
        {
            return BackingFile.Read(LinuxPath.FromString(path));
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
    }

    private static Bytes HostAvailable(string path, BackingFile? file)
    {
        try
        {
            var usage = file?.HolderUsage ?? Linux.FileSystems.FileSystemUsage.Read(LinuxPath.FromString(Path.GetDirectoryName(path)!));
            return usage.Available.RoundDownTo(Coarse);
        }
        catch (LinuxException)
        {
            // No folder to make it in.
            return Bytes.Zero;
        }
    }

    /// <param name="isDeleted">Its own content is given up: what a release of it leaves counts as nothing, so that a release that was interrupted is ended.</param>
    private static DiskContent Content(string path, Bytes size, bool isDeleted = false)
    {
        try
        {
            return DiskProbe.Read(LinuxPath.FromString(path), size.Value) switch
            {
                DiskSignature.Blank => DiskContent.Blank,
                DiskSignature.Released when isDeleted => DiskContent.Blank,
                DiskSignature.PhysicalVolume => DiskContent.PhysicalVolume,
                _ => DiskContent.Other,
            };
        }
        catch (LinuxException)
        {
            // What cannot be read is not known to be blank.
            return DiskContent.Unknown;
        }
    }
}
