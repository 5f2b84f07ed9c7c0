using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Lvm;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps that have a risk, and are planned only for what an operator has said yes to.</summary>
internal static class ProposalSteps
{
    /// <summary>e2fsck(8): the filesystem was sound (0), or its errors were corrected (1).</summary>
    private const int Corrected = 1;

    /// <summary>A check of a large filesystem takes long.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    /// <summary>Unmounted, checked and mounted in one step, so that the gap is as short as the check. Killed in between, it is mounted as any other.</summary>
    public static StateStep Check(ToolHand tools, CheckFileSystem wanted) => new(
        $"check the filesystem on {wanted.Path} (umount {wanted.Path}; e2fsck -f -p {wanted.Device}; mount {wanted.Path})",
        _ => ValueTask.FromResult(Look(wanted)),
        async c =>
        {
            await tools.RunAsync("umount", ["--", wanted.Path], c);
            try
            {
                await tools.RunAsync("e2fsck", ["-f", "-p", wanted.Device], c, Corrected, Long);
            }
            finally
            {
                // Checked or not, it is no worse than it was.
                await tools.RunAsync("mount", ["--types", wanted.FileSystem, "--options", wanted.Options, "--", wanted.Device, wanted.Path], c);
            }
        });

    public static StateStep RemoveSnapshot(LvmHand lvm, string volume) => lvm.Step(
        $"remove the snapshot {volume}",
        volume[..volume.IndexOf('/', StringComparison.Ordinal)],
        report => Find(report, volume) is not { } found ? new StepState("not there", true)
            : found.Origin.Length == 0 ? new StepState("no snapshot", false, new Obstacle($"{volume} is no snapshot", "look what it is; it is not removed here"))
            : new StepState($"a snapshot of {found.Origin}", false),
        "lvremove",
        "--yes",
        "--",
        volume);

    /// <summary>Never with --force or --mirrorsonly: LVM refuses when a volume lies on what is missing.</summary>
    public static StateStep ForgetMissing(LvmHand lvm, string group) => lvm.Step(
        $"have {group} do without the disks that are missing",
        group,
        report => report.Groups.FirstOrDefault(g => g.Name == group) is not { } found
                ? new StepState("unknown to LVM", false, new Obstacle($"LVM does not find volume group {group}", "see whether its disks are attached, or hidden"))
            : new StepState($"{found.MissingPhysicalVolumes} missing", found.MissingPhysicalVolumes == 0),
        "vgreduce",
        "--removemissing",
        "--",
        group);

    private static LogicalVolume? Find(LvmReport report, string volume) =>
        report.Groups.SelectMany(g => g.LogicalVolumes).FirstOrDefault(v => $"{v.Group}/{v.Name}" == volume);

    private static StepState Look(CheckFileSystem wanted)
    {
        if (MountTable.Read().TopmostAt(LinuxPath.FromString(wanted.Path)) is not { } mount || DeviceNode.NumberOf(wanted.Device) != mount.Device)
        {
            return new StepState("not mounted", false, new Obstacle($"{wanted.Device} is not mounted on {wanted.Path}", "mount it, so that its errors can be seen"));
        }

        var errors = BlockDevice.Find(mount.Device) is { } device ? Ext4Errors.Count(device.Name) : 0;
        return errors == 0 ? new StepState("mounted, no errors met", true)
            : MountUsers.Of(mount.Device) is [_, ..] users
                ? new StepState($"{errors.Counted("error")} met", false, new Obstacle($"{string.Join(", ", users)} use {wanted.Path}", "stop them first; nothing is killed here"))
            : new StepState($"{errors.Counted("error")} met", false);
    }
}
