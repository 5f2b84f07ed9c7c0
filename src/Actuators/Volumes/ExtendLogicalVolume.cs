using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Makes a logical volume at least so large, by lvextend(8) with an absolute size. The filesystem is the next step's.</summary>
/// <param name="target">Rounded up to whole extents by LVM.</param>
/// <param name="reserve">What must stay free in the volume group.</param>
internal sealed class ExtendLogicalVolume(MountedVolume volume, string group, string name, Bytes target, Bytes reserve, VolumeGroupView groups) : IStep
{
    private string _unsaved = "";

    public string Does => $"extend {group}/{name} to {target} ({LvmTool.ExtendCommand(group, name, target)})";

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_unsaved.Length == 0 ? DeviceSize.ToString() : $"{DeviceSize}; {_unsaved}");

    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        if (DeviceSize >= target)
        {
            return new Readiness.AlreadySo();
        }

        var view = await groups.ReadAsync(group, cancellationToken);
        return Obstacle(view, name) is { } obstacle ? new Readiness.Refused(obstacle)
            : view.LogicalVolumes.Any(v => v.Name == name && v.IsLocked)
                ? new Readiness.Refused(new Obstacle($"extents of {group}/{name} are on the move to other disks", "wait until pvmove has ended; see: lvs -a"))
            : target - DeviceSize > RoomIn(view, name, reserve)
                ? Refused($"{group}/{name} needs {target - DeviceSize} more, and {group} has {RoomIn(view, name, reserve)} to give ({reserve} kept in reserve)")
                : new Readiness.Ready();
    }

    public async ValueTask ApplyAsync(CancellationToken cancellationToken)
    {
        (var result, _unsaved) = await groups.ExtendAsync(group, name, target, cancellationToken);
        if (result.Ending is CommandEnding.TimedOutAndAbandoned)
        {
            throw new AbandonedException($"{result}; {group}/{name} is left alone until its sizes agree again");
        }

        // The exit code of lvextend is the same for "already that size" as for a failure: what counts is the size now.
        if (DeviceSize < target)
        {
            throw new IOException($"{result}: {result.Error.Text.Trim()}");
        }
    }

    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeviceSize >= target);

    /// <summary>Nothing: shrinking could lose data, and a volume larger than its filesystem harms nobody.</summary>
    public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// What allocatable disks of the group have free for this volume, with each of its copies on another disk; the reserve taken off. A thin
    /// volume has what its pool has not handed out as well: to grow it beyond would promise room that is nowhere.
    /// </summary>
    public static Bytes RoomIn(VolumeGroup view, string name, Bytes reserve) =>
        Bytes.Max(Bytes.Zero, view.GrowableFor(view.CopiesOf(name)) + view.FreeInPoolOf(name) - reserve);

    /// <returns>Why this volume cannot be extended whatever the size; null when nothing stands in the way.</returns>
    public static Obstacle? Obstacle(VolumeGroup view, string name)
    {
        if (view.LogicalVolumes.All(v => v.Name != name))
        {
            return new Obstacle($"LVM does not know a volume {name}", "see whether its filter or devices file hides the disks");
        }

        if (view.MissingPhysicalVolumes > 0)
        {
            return new Obstacle($"{view.Name} lacks {view.MissingPhysicalVolumes.Counted("disk")}", "attach them; do not remove them from the group");
        }

        return view.LogicalVolumes.Any(v => v.Origin == name && v.Pool.Length == 0)
            ? new Obstacle($"{name} has a snapshot, and LVM extends such a volume only while it is inactive", "remove the snapshot when it is no longer needed")
            : null;
    }

    private Bytes DeviceSize => BlockDevice.Find(volume.DeviceName)?.Size ?? Bytes.Zero;

    private static Readiness.Refused Refused(string what) => new(new Obstacle(what, "add a disk to the group, or lower the reserve"));
}
