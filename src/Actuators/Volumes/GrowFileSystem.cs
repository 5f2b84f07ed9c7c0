using EventOps.Linux.FileSystems;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Has a mounted filesystem span its whole device, by its own ioctl. Repeating it does nothing.</summary>
/// <param name="target">The device's size once the step before is done.</param>
internal sealed class GrowFileSystem(MountedVolume volume, Bytes target) : IStep
{
    /// <summary>What a filesystem may leave unused at the end of its device: a last group too small to be of use.</summary>
    private static readonly Bytes Rounding = Bytes.FromMiB(16);

    public string Does => $"grow the {volume.FileSystem} on {volume.MountPoint.ToDisplay()} to {target}";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Size.ToString());

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Readiness>(
        FileSystemAbility.Obstacle(volume) is { } obstacle ? new Readiness.Refused(obstacle)
        // No rounding here: a step smaller than that is still to be taken, and to ask for nothing more costs nothing.
        : Size >= target ? new Readiness.AlreadySo()
        : new Readiness.Ready());

    public ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        // The device may be larger than was asked for: extents round up.
        var device = volume.ReadSizes().Device;
        OnlineGrowth.Grow(volume.MountPoint, volume.FileSystem, Bytes.Max(device, target));
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsLargeEnough);

    /// <summary>Nothing: a filesystem is not made smaller.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private Bytes Size => FileSystemGeometry.Read(volume.MountPoint, volume.FileSystem).Size;

    private bool IsLargeEnough => Size + Rounding >= target;
}
