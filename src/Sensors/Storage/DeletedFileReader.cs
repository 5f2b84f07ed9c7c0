using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Finds deleted files that processes hold open on the filesystems that hold images, on wanted mounts, and on the root.</summary>
internal static class DeletedFileReader
{
    private static readonly Bytes Least = Bytes.FromMiB(16);
    private static readonly Bytes Coarse = Bytes.FromMiB(1);

    /// <exception cref="LinuxException">The mount table cannot be read.</exception>
    public static IReadOnlyList<DeletedFile> Read(StoragePolicy policy)
    {
        var table = MountTable.Read();
        var places = policy.Pools.SelectMany(p => p.Images).Select(i => Path.GetDirectoryName(i)!).Concat(policy.Mounts.Select(m => m.Path)).Append("/");
        var mounts = places.Select(p => table.Holding(LinuxPath.FromString(p))).OfType<Mount>().DistinctBy(m => m.Device).ToDictionary(m => m.Device);
        var loops = BlockDevice.List().Where(d => d.IsBackingDeleted).ToList();
        var found = new Dictionary<(DeviceNumber, ulong), DeletedFile>();
        foreach (var file in OpenDeletedFile.List(Least.Value))
        {
            if (!mounts.TryGetValue(file.Holder, out var mount))
            {
                continue;
            }

            // Several may hold one: what any of them does with it decides, and who is told of is the one that has it mapped, or writes to it.
            var (key, seen) = ((file.Holder, file.Inode), Of(file, mount, loops.Exists(d => d.IsOver(file.Name.ToString()))));
            found[key] = !found.TryGetValue(key, out var before) ? seen
                : (Weight(seen) > Weight(before) ? seen : before) with { IsMapped = before.IsMapped || seen.IsMapped, IsWritable = before.IsWritable || seen.IsWritable };
        }

        return [.. found.Values.OrderBy(f => f.Host, StringComparer.Ordinal).ThenBy(f => f.Inode)];
    }

    /// <param name="isDisk">A loop device lies over it, which no descriptor tells of.</param>
    private static DeletedFile Of(OpenDeletedFile file, Mount mount, bool isDisk)
    {
        var usage = FileSystemUsage.Read(mount.MountPoint);
        return new DeletedFile(
            file.Name.ToDisplay(),
            file.Inode,
            mount.MountPoint.ToDisplay(),
            file.Pid,
            file.Descriptor,
            file.Command,
            new Bytes(file.Allocated),
            file.IsMappedByHolder,
            usage.Available.RoundDownTo(Coarse),
            usage.Size)
        {
            IsWritable = file.IsWritable || isDisk,
        };
    }

    private static int Weight(DeletedFile file) => (file.IsMapped ? 2 : 0) + (file.IsWritable ? 1 : 0);
}
