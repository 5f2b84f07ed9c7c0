using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on the disks of a volume group. A label is only ever written to a disk that is proven blank or that nothing lies on.</summary>
internal static class DiskSteps
{
    /// <summary>LVM puts the first extent at 1 MiB.</summary>
    private static readonly Bytes LargestStart = Bytes.FromMiB(16);

    public static StateStep[] Add(LvmHand lvm, string group, string device) =>
    [
        lvm.Step(
            $"label {device} as a physical volume",
            null,
            report => Find(report, device) is { } disk ? new StepState($"labelled, in '{disk.Group}'", true)
                : ContentOf(device) is not DiskSignature.Blank
                    ? new StepState("not blank", false, new Obstacle($"{device} is not blank, and LVM does not know it", "look what it holds; empty it by hand with wipefs if it is to be used"))
                : new StepState("blank", false),
            "pvcreate",
            "--",
            device),
        lvm.Step(
            $"add {device} to {group}",
            group,
            report => Group(report, group) is not { } pool ? Unknown(group)
                : Find(report, device) is { } disk && disk.Group == group ? new StepState($"in {group}", true)
                : Find(report, device) is { Group.Length: > 0 } other
                    ? new StepState($"in {other.Group}", false, new Obstacle($"{device} is in volume group {other.Group}", $"take it out of {other.Group} first, or out of the settings"))
                : pool.PhysicalVolumes.Any(p => p.HasNoDevice)
                    ? new StepState("not in it", false, new Obstacle($"{group} lacks disks", "bring them back first"))
                : new StepState("not in it", false),
            "vgextend",
            "--",
            group,
            device),
    ];

    public static StateStep Resize(LvmHand lvm, string group, string device) => lvm.Step(
        $"use all of {device}",
        group,
        report => Of(report, group, device, disk => new StepState(
            disk.Size.ToString(),
            disk.DeviceSize - disk.Start - disk.Size < Extent(report, group) + Bytes.FromMiB(1),
            disk.Start + disk.Size > disk.DeviceSize ? new Obstacle($"{device} is smaller than what LVM has on it", "lengthen it first") : null)),
        "pvresize",
        "--",
        device);

    public static StateStep Allow(LvmHand lvm, string group, string device) => lvm.Step(
        $"let {device} give extents",
        group,
        report => Of(report, group, device, disk => new StepState(disk.IsAllocatable ? "allocatable" : "not allocatable", disk.IsAllocatable)),
        "pvchange",
        ["--allocatable", "y", "--", device],
        new CommandLine("pvchange", ["--allocatable", "n", "--", device]));

    /// <summary>Moves every extent to other disks while the volumes are in use. Interrupted, the same command goes on.</summary>
    public static StateStep Empty(LvmHand lvm, string group, string device) => lvm.Step(
        $"move all of {device} to other disks of {group}",
        group,
        report => Of(report, group, device, disk => new StepState(
            $"{disk.Size - disk.Free} in use",
            disk.Free == disk.Size && !Group(report, group)!.LogicalVolumes.Any(v => v.IsMove),
            Room(report, group, disk) < disk.Size - disk.Free
                ? new Obstacle($"{device} has {disk.Size - disk.Free} in use, and the other disks of {group} have {Room(report, group, disk)} to give", "add a disk")
                : null)),
        "pvmove",
        "--interval",
        "5",
        device);

    /// <summary>
    /// Takes an empty disk out, labels it anew and brings it back. Its label is written over, never removed: killed in between, it is still a
    /// disk of LVM, and is labelled or added.
    /// </summary>
    public static StateStep[] Relabel(LvmHand lvm, string group, string device)
    {
        return
        [
            TakeOut(lvm, group, device, disk => disk is null || IsSound(disk) ? new StepState("not in it", true) : null),
            lvm.Step(
                $"label {device} anew",
                null,
                report => Find(report, device) is not { } disk
                    ? new StepState("no label", false, new Obstacle($"LVM does not see {device}", "see whether it is attached, or hidden by a filter or devices file"))
                    : new StepState($"first extent at {disk.Start}", IsSound(disk)),
                "pvcreate",
                "--",
                device),
            lvm.Step(
                $"add {device} to {group}",
                group,
                report => Find(report, device) is { } disk && disk.Group == group && IsSound(disk) ? new StepState($"in {group}", true) : new StepState("not in it", false),
                "vgextend",
                "--",
                group,
                device),
        ];
    }

    /// <summary>A disk that was away and is back, its content as it was.</summary>
    public static StateStep[] Restore(LvmHand lvm, string group, string device) =>
    [
        lvm.Step(
            $"count {device} as present again",
            group,
            report => Of(report, group, device, disk => new StepState(disk.IsMissing ? "counted as missing" : "present", !disk.IsMissing)),
            "vgextend",
            "--restoremissing",
            "--",
            group,
            device),
    ];

    /// <summary>Takes a disk that nothing lies on out of its group, and its label from it.</summary>
    public static StateStep[] Release(LvmHand lvm, string group, string device) =>
    [
        TakeOut(lvm, group, device, disk => disk is not null ? null
            : ContentOf(device) is DiskSignature.Blank or DiskSignature.Released ? new StepState("no label", true)
            : new StepState("unknown to LVM", false, new Obstacle($"LVM does not see {device}", "see whether it is hidden by a filter or devices file"))),
        lvm.Step(
            $"take the label from {device}",
            null,
            report => Find(report, device) is { } disk ? new StepState($"labelled, in '{disk.Group}'", false) : new StepState("no label", true),
            "pvremove",
            "--",
            device),
    ];

    /// <summary>LVM goes by the newest metadata anyway; until all have them, it warns with every command, and an older disk alone would tell of an older group.</summary>
    public static StateStep Renew(LvmHand lvm, string group) => lvm.Step(
        $"have every disk of {group} hold its newest metadata",
        group,
        report => Group(report, group) is not { } pool ? Unknown(group)
            : pool.HasOldMetadata ? new StepState("some are older", false)
            : new StepState("all are the same", true),
        "vgck",
        "--updatemetadata",
        "--",
        group);

    public static StateStep FinishMove(LvmHand lvm, string group) => lvm.Step(
        $"go on with the move within {group} that was interrupted",
        group,
        report => Group(report, group) is not { } pool ? Unknown(group)
            : !pool.LogicalVolumes.Any(v => v.IsMove) ? new StepState("no move", true)
            : IsMoving() ? new StepState("moving", false, new Obstacle($"a pvmove is at work in {group}", "wait until it ends"))
            : new StepState("an interrupted move", false),
        "pvmove",
        "--interval",
        "5");

    private static bool IsMoving() => ProcessNames.IsRunning("pvmove");

    private static StepState Of(LvmReport report, string group, string device, Func<PhysicalVolume, StepState> state) =>
        Find(report, device) is not { } disk ? new StepState("unknown to LVM", false, new Obstacle($"LVM does not see {device}", "see whether it is attached, or hidden by a filter or devices file"))
        : disk.Group != group ? new StepState($"in '{disk.Group}'", false, new Obstacle($"{device} is not in {group}", "correct the settings, or add it"))
        : state(disk);

    private static bool IsSound(PhysicalVolume disk) => disk.Start <= LargestStart;

    private static Bytes Extent(LvmReport report, string group) => Group(report, group)?.ExtentSize ?? Bytes.FromMiB(4);

    private static Bytes Room(LvmReport report, string group, PhysicalVolume but) => Group(report, group)?.PhysicalVolumes
        .Where(p => p.Uuid != but.Uuid && p.IsAllocatable && !p.HasNoDevice)
        .Aggregate(Bytes.Zero, (sum, p) => sum + p.Free) ?? Bytes.Zero;

    /// <param name="before">What is so before its group is asked for, given what LVM knows of the disk; answers when LVM does not know it.</param>
    private static StateStep TakeOut(LvmHand lvm, string group, string device, Func<PhysicalVolume?, StepState?> before) => lvm.Step(
        $"take {device} out of {group}",
        group,
        report => Find(report, device) is var disk && before(disk) is { } already ? already
            : disk!.Group.Length == 0 ? new StepState("in no group", true)
            : disk.Group != group ? new StepState($"in {disk.Group}", false, new Obstacle($"{device} is in volume group {disk.Group}", "correct the settings"))
            : disk.Free != disk.Size ? new StepState("in use", false, new Obstacle($"{disk.Size - disk.Free} on {device} are in use", "move them away first"))
            : new StepState($"in {group}", false),
        "vgreduce",
        ["--", group, device],
        new CommandLine("vgextend", ["--", group, device]));

    private static StepState Unknown(string group) =>
        new("unknown to LVM", false, new Obstacle($"LVM does not find volume group {group}", "see whether its disks are attached, or hidden"));

    private static VolumeGroup? Group(LvmReport report, string name) => report.Groups.FirstOrDefault(g => g.Name == name);

    private static PhysicalVolume? Find(LvmReport report, string device) =>
        report.Groups.SelectMany(g => g.PhysicalVolumes).Concat(report.Unused).FirstOrDefault(p => p.Name == device);

    private static DiskSignature ContentOf(string device) =>
        DeviceNode.NumberOf(device) is { } number && BlockDevice.Find(number) is { } found
            ? DiskProbe.Read(LinuxPath.FromString(device), found.Size.Value)
            : DiskSignature.Other;
}
