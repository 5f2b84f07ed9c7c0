using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps on a folder's permissions. Never on what is in it.</summary>
internal static class FolderSteps
{
    public static StateStep[] Open(OpenFolder wanted)
    {
        var path = LinuxPath.FromString(wanted.Path);
        var steps = new List<StateStep>
        {
            new(
                $"take the immutable flag from {wanted.Path} (chattr -i {wanted.Path})",
                () => Look(wanted, _ => InodeFlags.IsImmutable(path) is true ? new StepState("immutable", false) : new StepState("not immutable", true)),
                () => InodeFlags.SetImmutable(path, false),
                () => InodeFlags.SetImmutable(path, true)),
        };
        if (wanted.Owner is { } owner)
        {
            steps.Add(StateStep.Remembering(
                $"give {wanted.Path} to uid {owner} (chown {owner} {wanted.Path})",
                () => Look(wanted, now => new StepState($"uid {now.Owner}", now.Owner == owner)),
                () => FilePermissions.Read(wanted.Path)!.Owner,
                () => FilePermissions.SetOwner(wanted.Path, (uint)owner),
                before => FilePermissions.SetOwner(wanted.Path, before)));
        }

        if (wanted.Mode is { } mode)
        {
            steps.Add(StateStep.Remembering(
                $"give {wanted.Path} the mode {mode} (chmod {mode} {wanted.Path})",
                () => Look(wanted, now => new StepState(now.Octal, now.Octal == mode)),
                () => File.GetUnixFileMode(wanted.Path),
                () => File.SetUnixFileMode(wanted.Path, (UnixFileMode)Convert.ToInt32(mode, 8)),
                before => File.SetUnixFileMode(wanted.Path, before)));
        }

        return [.. steps];
    }

    /// <summary>Only on its own mount: beneath it, a folder of the same name may be closed on purpose.</summary>
    private static StepState Look(OpenFolder wanted, Func<FilePermissions, StepState> state)
    {
        var top = wanted.Mount.Length > 0 ? MountTable.Read().TopmostAt(LinuxPath.FromString(wanted.Mount)) : null;
        if (wanted.Mount.Length > 0 && (top is null || DeviceNode.NumberOf(wanted.Device) != top.Device))
        {
            return new StepState(
                "not mounted", false, new Obstacle($"{wanted.Device} is not what is mounted on {wanted.Mount}, where {wanted.Path} belongs", "mount it, or take away what covers it"));
        }

        if (FilePermissions.Read(wanted.Path) is not { } now)
        {
            return new StepState("not there", false, new Obstacle($"there is no {wanted.Path}", "see whether its volume is mounted"));
        }

        var found = state(now);
        return found.IsSo || top is not { IsReadOnly: true } ? found
            : found with { Obstacle = new Obstacle($"{wanted.Mount} is mounted read-only", "remount it read-write") };
    }
}
