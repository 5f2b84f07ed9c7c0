using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>Loop devices over copies of a disk: other files, the same label of LVM, which sees a duplicate then and changes nothing any more.</summary>
public static class LoopCopies
{
    /// <summary>Loop devices with the same label as this device, over files other than its own.</summary>
    /// <param name="devices">All block devices.</param>
    public static IReadOnlyList<BlockDevice> Of(BlockDevice device, IReadOnlyList<BlockDevice> devices) =>
        LabelOf(device) is not { } label ? []
        : [.. devices.Where(d => d.Name != device.Name && d.BackingFile is { } file && file != device.BackingFile && LabelOf(d) == label)];

    private static string? LabelOf(BlockDevice device)
    {
        try
        {
            return DiskProbe.LabelOf(device.Path);
        }
        catch (LinuxException)
        {
            // Gone in between, or it cannot be read: not known to be a copy.
            return null;
        }
    }
}
