using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Grows a volume: first what it lies on, then its filesystem; and tells beforehand whether it could.</summary>
/// <param name="policyOf">The settings of a volume by its name; null for one that is not in the settings.</param>
/// <param name="limit">How long growing a filesystem may take before it is left behind.</param>
public sealed class VolumeGrowth(Func<string, VolumePolicy?> policyOf, VolumeGroupView groups, TimeSpan limit, TimeProvider time) : IActuator
{
    private static readonly Bytes Sector = Bytes.FromKiB(4);

    public bool CanCarryOut(Intent intent) => intent is GrowVolume;

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken)
    {
        var grow = (GrowVolume)intent;
        var policy = policyOf(grow.Volume) ?? throw new PlanException($"'{grow.Volume}' is not in the settings");
        var volume = MountedVolume.Find(policy.MountPoint, policy.Device) ?? throw new PlanException($"'{grow.Volume}' is not mounted");
        var target = grow.ToAtLeast.RoundUpTo(Sector);
        IStep extend = volume.Kind switch
        {
            VolumeKind.Image when LoopOf(volume) is { } loop && volume.Image is { } image
                => new ExtendImage(volume, loop, image, target, policy.Reserve),
            VolumeKind.LogicalVolume when Split(volume) is var (group, name)
                => new ExtendLogicalVolume(volume, group, name, target, policy.Reserve, groups),
            _ => throw new PlanException($"'{grow.Volume}' lies on {volume.Storage}, which is neither an image nor a logical volume, so it cannot be made larger here"),
        };
        return ValueTask.FromResult<IReadOnlyList<IStep>>([extend, new GrowFileSystem(volume, target, limit, time)]);
    }

    /// <summary>What would stand in the way of growing this volume now, and how much larger it could become. Changes nothing.</summary>
    public async ValueTask<VolumeReadinessChanged> ReadinessAsync(VolumePolicy policy, CancellationToken cancellationToken)
    {
        var obstacles = new List<Obstacle>();
        var room = Bytes.Zero;
        try
        {
            if (MountedVolume.Find(policy.MountPoint, policy.Device) is { } volume)
            {
                room = await StorageReadinessAsync(volume, policy, obstacles, cancellationToken);
                if (FileSystemAbility.Obstacle(volume) is { } obstacle)
                {
                    obstacles.Add(obstacle);
                }
            }
        }
        catch (Exception e) when (e is LinuxException or LvmException)
        {
            obstacles.Add(new Obstacle(e.Message, "see the journal for when it began"));
        }

        return new VolumeReadinessChanged(policy.Volume, obstacles, room);
    }

    private async ValueTask<Bytes> StorageReadinessAsync(
        MountedVolume volume, VolumePolicy policy, List<Obstacle> obstacles, CancellationToken cancellationToken)
    {
        Bytes room;
        string pool;
        switch (volume.Kind)
        {
            case VolumeKind.Image when volume.Image is { } image:
                room = ExtendImage.RoomFor(BackingFile.Read(image), policy.Reserve);
                pool = $"the filesystem that holds {image.ToDisplay()}";
                break;

            case VolumeKind.LogicalVolume when Split(volume) is var (group, name):
                var view = await groups.ReadAsync(group, cancellationToken);
                await groups.SaveAheadAsync(group, cancellationToken);
                room = ExtendLogicalVolume.RoomIn(view, name, policy.Reserve);
                pool = $"volume group {group}";
                if (ExtendLogicalVolume.Obstacle(view, name) is { } obstacle)
                {
                    obstacles.Add(obstacle);
                }

                break;

            default:
                obstacles.Add(new Obstacle($"it lies on {volume.Storage}, which is neither an image nor a logical volume", "move it to one of these to have it grow"));
                return Bytes.Zero;
        }

        var device = volume.ReadSizes().Device;
        var wanted = Bytes.Min(policy.Step, Bytes.Max(Bytes.Zero, policy.Ceiling - device));
        if (room < wanted)
        {
            obstacles.Add(new Obstacle(
                $"{pool} has room for {room} more, less than the next step of {wanted} ({policy.Reserve} kept in reserve)",
                volume.Kind is VolumeKind.Image ? "free space there" : "add a disk to the group"));
        }

        return room;
    }

    private static LoopDevice? LoopOf(MountedVolume volume) => LoopDevice.FromName(volume.DeviceName);

    private static (string Group, string Name) Split(MountedVolume volume)
    {
        var slash = volume.Storage.IndexOf('/', StringComparison.Ordinal);
        return (volume.Storage[..slash], volume.Storage[(slash + 1)..]);
    }
}
