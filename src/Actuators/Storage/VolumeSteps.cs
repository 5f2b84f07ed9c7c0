using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on logical volumes: that they are active, writable, and not suspended.</summary>
internal static class VolumeSteps
{
    /// <summary>Never partially: with a disk missing LVM refuses, and that is right. What is active by then may be in use, and stays so.</summary>
    public static StateStep Activate(LvmHand lvm, string volume) => lvm.Step(
        $"activate {volume}",
        null,
        report => Of(report, volume, v => new StepState(v.IsActive is true ? "active" : "not active", v.IsActive is true)),
        "lvchange",
        "--activate",
        "y",
        "--ignoreactivationskip",
        "--",
        volume);

    public static StateStep ActivateAtBoot(LvmHand lvm, string volume) => lvm.Step(
        $"have {volume} activated at a boot",
        GroupOf(volume),
        report => Of(report, volume, v => new StepState(v.SkipsActivation ? "left out" : "activated", !v.SkipsActivation)),
        "lvchange",
        ["--setactivationskip", "n", "--", volume],
        new CommandLine("lvchange", ["--setactivationskip", "y", "--", volume]));

    public static StateStep MakeWritable(LvmHand lvm, string volume) => lvm.Step(
        $"make {volume} writable",
        GroupOf(volume),
        report => Of(report, volume, v => new StepState(v.Permissions, v.Permissions is not "read-only")),
        "lvchange",
        ["--permission", "rw", "--", volume],
        new CommandLine("lvchange", ["--permission", "r", "--", volume]));

    /// <summary>A device that LVM itself has suspended for a moment is none of ours. Never taken back: whoever writes would hang again.</summary>
    public static StateStep Resume(ToolHand tools, string volume)
    {
        var name = MapperName(volume);
        return tools.Step(
            $"resume {volume}",
            () => BlockDevice.List().FirstOrDefault(d => d.MapperName == name) is not { } device
                    ? new StepState("not active", false, new Obstacle($"there is no device {name}", "activate the volume"))
                : !device.IsSuspended ? new StepState("running", true)
                : ProcessNames.IsRunning("lvm") || Commands.Any(c => ProcessNames.IsRunning(c))
                    ? new StepState("suspended", false, new Obstacle($"an LVM command is at work, which may have suspended {name} itself", "wait until it ends"))
                : new StepState("suspended", false),
            "dmsetup",
            "resume",
            name);
    }

    private static readonly string[] Commands = ["lvextend", "lvchange", "lvcreate", "lvremove", "lvconvert", "vgchange", "pvmove", "lvreduce", "lvresize"];

    private static string GroupOf(string volume) => volume[..volume.IndexOf('/', StringComparison.Ordinal)];

    private static string MapperName(string volume) =>
        MapperNames.Join(GroupOf(volume), volume[(volume.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    private static StepState Of(LvmReport report, string volume, Func<LogicalVolume, StepState> state) =>
        report.Groups.SelectMany(g => g.LogicalVolumes).FirstOrDefault(v => $"{v.Group}/{v.Name}" == volume) is { } found
            ? state(found)
            : new StepState("unknown to LVM", false, new Obstacle($"LVM does not know {volume}", "see whether the disks of its group are attached"));
}
