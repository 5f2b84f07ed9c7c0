using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Makes the file beneath a loop device larger, and has the device take the new size. The filesystem is the next step's.</summary>
/// <param name="target">Absolute, in whole sectors of 4 KiB.</param>
/// <param name="reserve">What must stay free on the filesystem that holds the image.</param>
internal sealed class ExtendImage(MountedVolume volume, LoopDevice loop, LinuxPath image, Bytes target, Bytes reserve) : IStep
{
    public string Does => $"extend {image} to {target}";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeviceSize.ToString());

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Check());

    public ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        var file = BackingFile.Read(image);
        if (file.Size < target)
        {
            BackingFile.Extend(image, target, IsAllocated(file));
        }

        loop.SetCapacity();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeviceSize >= target);

    /// <summary>Nothing: a device larger than its filesystem harms nobody, and making it smaller could lose what a filesystem put there.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>How much larger the image could be made, the reserve taken off. A sparse image has promised its holes already.</summary>
    public static Bytes RoomFor(BackingFile file, Bytes reserve) =>
        Bytes.Max(Bytes.Zero, file.HolderUsage.Available - reserve - (file.Size - Bytes.Min(file.Allocated, file.Size)));

    private Bytes DeviceSize => BlockDevice.Find(volume.DeviceName)?.Size ?? Bytes.Zero;

    /// <summary>An image that had its blocks given to it when it was made gets them when it grows; a sparse one stays sparse.</summary>
    private static bool IsAllocated(BackingFile file) => file.Allocated >= file.Size;

    private Readiness Check()
    {
        if (DeviceSize >= target)
        {
            return new Readiness.AlreadySo();
        }

        if (volume.Block?.IsReadOnly == true)
        {
            return Refused($"{loop.Path} is attached read-only", "attach it writable");
        }

        var file = BackingFile.Read(image);
        if (file.Size >= target)
        {
            return new Readiness.Ready();
        }

        var room = RoomFor(file, reserve);
        var missing = target - file.Size;
        return missing <= room
            ? new Readiness.Ready()
            : Refused(
                $"{image} needs {missing} more, and the filesystem that holds it has {room} to give ({file.HolderUsage.Available} available, {reserve} kept in reserve)",
                "free space there, or lower the reserve");
    }

    private static Readiness.Refused Refused(string what, string cure) => new(new Obstacle(what, cure));
}
