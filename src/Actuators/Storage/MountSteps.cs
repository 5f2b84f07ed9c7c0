using System.Globalization;
using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on mounts. None of them unmounts what a service could be using.</summary>
internal static class MountSteps
{
    public static StateStep[] Mount(ToolHand tools, MountDevice wanted)
    {
        return
        [
            tools.Step(
                $"take away what is mounted on {wanted.Path} instead",
                () => Top(wanted.Path) is not { } top || IsDevice(top, wanted.Device) ? new StepState("nothing else", true)
                    : IsEmpty(wanted.Path) ? new StepState($"{top.Source}, empty", false)
                    : new StepState(
                        top.Source.ToDisplay(), false, new Obstacle($"{top.Source.ToDisplay()} is mounted on {wanted.Path} and holds files", $"see what they are, then: umount {wanted.Path}")),
                "umount",
                "--",
                wanted.Path),
            new StateStep(
                $"mount {wanted.Device} on {wanted.Path} (mount -t {wanted.FileSystem} -o {wanted.Options} {wanted.Device} {wanted.Path})",
                _ => ValueTask.FromResult(LookMounted(wanted)),
                async c =>
                {
                    Directory.CreateDirectory(wanted.Path);
                    await tools.RunAsync("mount", ["--types", wanted.FileSystem, "--options", wanted.Options, "--", wanted.Device, wanted.Path], c);
                }),
        ];
    }

    public static StateStep Uncover(ToolHand tools, string path) => tools.Step(
        $"take away the empty cover of {path}",
        () => MountsAt(path) < 2 ? new StepState("not covered", true)
            : IsEmpty(path) ? new StepState($"covered by {Top(path)?.Source}", false)
            : new StepState(
                $"covered by {Top(path)?.Source}", false, new Obstacle($"what covers {path} holds files", $"move them away, then: umount {path}")),
        "umount",
        "--",
        path);

    public static StateStep RemountWritable(ToolHand tools, string path) => tools.Step(
        $"remount {path} read-write",
        () => Top(path) is not { } mount ? new StepState("not mounted", false, new Obstacle($"nothing is mounted on {path}", "mount it"))
            : !mount.IsReadOnly ? new StepState("read-write", true)
            : BlockDevice.Find(mount.Device) is not { } device ? new StepState("read-only", false)
            : device.IsReadOnly
                ? new StepState("read-only", false, new Obstacle($"{device.Path} refuses writes", "make the device writable first"))
            : Ext4Errors.Count(device.Name) > 0
                ? new StepState("read-only", false, new Obstacle(
                    $"the filesystem has met {Ext4Errors.Count(device.Name).Counted("error")}", $"plan a short stop: umount {path}; e2fsck -fp {device.Path}; mount {path}"))
            : new StepState("read-only", false),
        "mount",
        "--options",
        "remount,rw",
        "--",
        path);

    public static StateStep Reserve(ToolHand tools, ReserveBlocks wanted)
    {
        const string Tool = "tune2fs";
        var device = LinuxPath.FromString(wanted.Device);
        string[] arguments = ["-m", wanted.Share.Value.ToString("0.##", CultureInfo.InvariantCulture), wanted.Device];
        ulong? before = null;
        return new StateStep(
            $"keep {wanted.Share} of {wanted.Path} for root ({new CommandLine(Tool, arguments)})",
            _ => ValueTask.FromResult(Top(wanted.Path) is { } mount && BlockDevice.Find(mount.Device) is not null && Ext4Reserve.Share(device) is { } share
                ? new StepState(share.ToString(), MountState.IsReservedAs(share, wanted.Share))
                : new StepState("unknown", false, new Obstacle($"no ext4 is mounted on {wanted.Path}", "mount it"))),
            c =>
            {
                before = Ext4Reserve.Blocks(device);
                return tools.RunAsync(Tool, arguments, c);
            },
            c => before is { } blocks ? tools.RunAsync(Tool, ["-r", blocks.ToString(CultureInfo.InvariantCulture), wanted.Device], c) : Task.CompletedTask);
    }

    private static StepState LookMounted(MountDevice wanted)
    {
        if (Top(wanted.Path) is { } top && IsDevice(top, wanted.Device))
        {
            return new StepState("mounted", true);
        }

        if (DeviceNode.NumberOf(wanted.Device) is null)
        {
            return new StepState("not mounted", false, new Obstacle($"there is no {wanted.Device}", "activate the volume"));
        }

        var found = FileSystemProbe.Read(wanted.Device);
        return found == wanted.FileSystem
            ? new StepState("not mounted", false)
            : new StepState("not mounted", false, new Obstacle($"{wanted.Device} holds {(found.Length == 0 ? "no filesystem that is known" : found)}, not {wanted.FileSystem}", "look what it holds; nothing is made anew here"));
    }

    private static Mount? Top(string path) => MountTable.Read().TopmostAt(LinuxPath.FromString(path));

    private static int MountsAt(string path) => MountTable.Read().Mounts.Count(m => m.MountPoint == LinuxPath.FromString(path));

    private static bool IsDevice(Mount mount, string device) => DeviceNode.NumberOf(device) == mount.Device;

    private static bool IsEmpty(string path) => !Directory.EnumerateFileSystemEntries(path).Any(e => Path.GetFileName(e) != "lost+found");
}
