using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>A device by the path of its node.</summary>
public static class DeviceNode
{
    /// <summary>Follows symbolic links.</summary>
    /// <returns>Null when there is no such block device now.</returns>
    public static DeviceNumber? NumberOf(string path) => NumberOf(LinuxPath.FromString(path));

    /// <inheritdoc cref="NumberOf(string)"/>
    public static DeviceNumber? NumberOf(LinuxPath path)
    {
        try
        {
            using var node = FileDescriptor.Open(path, OpenMode.PathOnly);
            var status = FileStatus.Read(node, path.ToDisplay());
            return status.IsBlockDevice ? status.Device : null;
        }
        catch (LinuxException)
        {
            // No such device now: the caller waits for it.
            return null;
        }
    }
}
