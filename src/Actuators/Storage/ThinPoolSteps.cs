using System.Globalization;
using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on thin pools, lvmthin(7): both of their parts grow while their volumes are in use.</summary>
internal static class ThinPoolSteps
{
    public static StateStep GrowData(LvmHand lvm, GrowThinPool grow) =>
        Grow(lvm, "data", "--size", grow.Pool, grow.ToAtLeast, pool => pool.Size, grow.Reserve, copies: 1);

    /// <summary>LVM keeps a spare as large as the metadata of the largest pool, in the same group.</summary>
    public static StateStep GrowMetadata(LvmHand lvm, GrowThinPoolMetadata grow) =>
        Grow(lvm, "metadata", "--poolmetadatasize", grow.Pool, grow.ToAtLeast, pool => pool.MetadataSize, grow.Reserve, copies: 2);

    /// <param name="copies">How often the room is needed.</param>
    private static StateStep Grow(
        LvmHand lvm, string part, string option, string pool, Bytes target, Func<LogicalVolume, Bytes> sizeOf, Bytes reserve, int copies)
    {
        var slash = pool.IndexOf('/', StringComparison.Ordinal);
        var (groupName, name) = (pool[..slash], pool[(slash + 1)..]);
        return lvm.Step(
            $"extend the {part} of {pool} to {target}",
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
            var needed = (target - size) * copies;
            return !found.IsThinPool ? new StepState("no thin pool", false, new Obstacle($"{pool} is no thin pool", "correct the settings"))
                : size >= target ? new StepState(size.ToString(), true)
                : group.MissingPhysicalVolumes > 0
                    ? new StepState(size.ToString(), false, new Obstacle($"{groupName} lacks {group.MissingPhysicalVolumes.Counted("disk")}", "attach them; do not remove them from the group"))
                : needed > group.GrowableFree - reserve
                    ? new StepState(size.ToString(), false, new Obstacle(
                        $"{needed} are needed, and {groupName} has {group.GrowableFree} ({reserve} kept in reserve)", "add a disk to the group, or lower the reserve"))
                : new StepState(size.ToString(), false);
        }
    }
}
