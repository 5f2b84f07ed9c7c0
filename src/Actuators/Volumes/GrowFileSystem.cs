using EventOps.Linux.FileSystems;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Has a mounted filesystem span its whole device, by its own ioctl. Repeating it does nothing.</summary>
/// <param name="target">The device's size once the step before is done.</param>
/// <param name="limit">On a frozen filesystem (fsfreeze(8)) the ioctl waits, uninterruptible, for as long as that lasts.</param>
internal sealed class GrowFileSystem(MountedVolume volume, Bytes target, TimeSpan limit, TimeProvider time) : IStep
{
    /// <summary>The least that XFS makes an allocation group of (XFS_MIN_AG_BLOCKS of 64 blocks); what is less stays unused.</summary>
    private const int LeastXfsBlocks = 64;

    /// <summary>BTRFS_IOC_RESIZE answers EINVAL to any new size below this (btrfs_ioctl_resize in the kernel's fs/btrfs/ioctl.c).</summary>
    private static readonly Bytes LeastBtrfs = Bytes.FromMiB(256);

    private static readonly Obstacle TooSmallABtrfs =
        new($"the kernel resizes a btrfs to no less than {LeastBtrfs}", "choose a step that reaches it, or grow it by hand once");

    public string Does => $"grow the {volume.FileSystem} on {volume.MountPoint.ToDisplay()} to {target} ({OnlineGrowth.RequestOf(volume.FileSystem)})";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Size.ToString());

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Readiness>(
        FileSystemAbility.Obstacle(volume) is { } obstacle ? new Readiness.Refused(obstacle)
        : Spans(target, Bytes.Zero) ? new Readiness.AlreadySo()
        : volume.FileSystem is "btrfs" && target < LeastBtrfs ? new Readiness.Refused(TooSmallABtrfs)
        : new Readiness.Ready());

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(Grow, cancellationToken).WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new AbandonedException(
                $"the kernel has not ended growing {volume.MountPoint.ToDisplay()} within {Duration.Format(limit)}: is it frozen (fsfreeze)? It is left alone until its sizes agree again");
        }
    }

    private void Grow()
    {
        // The device may be larger than was asked for: extents round up.
        var device = volume.ReadSizes().Device;
        OnlineGrowth.Grow(volume.MountPoint, volume.FileSystem, Bytes.Max(device, target));
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Spans(target, null));

    /// <summary>Nothing: a filesystem is not made smaller.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private Bytes Size => FileSystemGeometry.Read(volume.MountPoint, volume.FileSystem).Size;

    /// <summary>
    /// Whether it is as large as this but for a rest of less than a block and what it may leave unused. Before growing nothing counts as unused:
    /// asking the kernel again costs nothing, and a small step must not be taken for a rest.
    /// </summary>
    /// <param name="unused">Null: what this kind of filesystem may leave at the end of its device.</param>
    private bool Spans(Bytes size, Bytes? unused)
    {
        var now = FileSystemGeometry.Read(volume.MountPoint, volume.FileSystem);
        var block = new Bytes(now.BlockSize);
        return now.Size + (unused ?? UnusedAtEnd(block)) >= size.RoundDownTo(block);
    }

    private Bytes UnusedAtEnd(Bytes block) => volume.FileSystem switch
    {
        "xfs" => block * LeastXfsBlocks,
        "btrfs" => Bytes.Zero,
        _ => GrowthPlan.Rounding,
    };
}
