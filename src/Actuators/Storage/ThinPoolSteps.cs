using System.Globalization;
using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on thin pools, lvmthin(7): both of their parts grow while their volumes are in use.</summary>
internal static class ThinPoolSteps
{
    public static StateStep GrowData(LvmHand lvm, GrowThinPool grow) => Step(
        lvm,
        $"extend the data of {grow.Pool} to {grow.ToAtLeast}",
        grow.Pool,
        grow.ToAtLeast,
        pool => pool.Size,
        (missing, group) => missing > group.GrowableFree - grow.Reserve
            ? new Obstacle($"{missing} more are needed, and {group.Name} has {group.GrowableFree} ({grow.Reserve} kept in reserve)", "add a disk to the group, or lower the reserve")
            : null,
        "--size");

    public static StateStep GrowMetadata(LvmHand lvm, GrowThinPoolMetadata grow) => Step(
        lvm,
        $"extend the metadata of {grow.Pool} to {grow.ToAtLeast}",
        grow.Pool,
        grow.ToAtLeast,
        pool => pool.MetadataSize,
        (missing, group) => missing > group.GrowableFree
            ? new Obstacle($"{missing} more are needed, and {group.Name} has {group.GrowableFree}", "add a disk to the group")
            : null,
        "--poolmetadatasize");

    private static StateStep Step(
        LvmHand lvm,
        string what,
        string pool,
        Bytes target,
        Func<LogicalVolume, Bytes> sizeOf,
        Func<Bytes, VolumeGroup, Obstacle?> obstacle,
        string option)
    {
        var slash = pool.IndexOf('/', StringComparison.Ordinal);
        var (groupName, name) = (pool[..slash], pool[(slash + 1)..]);
        return lvm.Step(
            what,
            groupName,
            report => report.Groups.FirstOrDefault(g => g.Name == groupName) is { } group && group.LogicalVolumes.FirstOrDefault(v => v.Name == name) is { } found
                ? State(found, group)
                : new StepState("unknown to LVM", false, new Obstacle($"LVM does not know {pool}", "see whether the disks of its group are attached")),
            "lvextend",
            option,
            string.Create(CultureInfo.InvariantCulture, $"{target.Value}b"),
            "--",
            pool);

        StepState State(LogicalVolume found, VolumeGroup group)
        {
            var size = sizeOf(found);
            return !found.IsThinPool ? new StepState("no thin pool", false, new Obstacle($"{pool} is no thin pool", "correct the settings"))
                : size >= target ? new StepState(size.ToString(), true)
                : group.MissingPhysicalVolumes > 0
                    ? new StepState(size.ToString(), false, new Obstacle($"{group.Name} lacks {group.MissingPhysicalVolumes.Counted("disk")}", "attach them; do not remove them from the group"))
                : new StepState(size.ToString(), false, obstacle(target - size, group));
        }
    }
}
