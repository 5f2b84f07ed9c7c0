using EventOps.Linux.FileSystems;
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
                () => InodeFlags.IsImmutable(path) is true ? new StepState("immutable", false) : new StepState("not immutable", true),
                () => InodeFlags.ClearImmutable(path)),
        };
        if (wanted.Owner is { } owner)
        {
            steps.Add(new StateStep(
                $"give {wanted.Path} to uid {owner} (chown {owner} {wanted.Path})",
                () => Look(wanted.Path, now => new StepState($"uid {now.Owner}", now.Owner == owner)),
                () => FilePermissions.SetOwner(wanted.Path, (uint)owner)));
        }

        if (wanted.Mode is { } mode)
        {
            steps.Add(new StateStep(
                $"give {wanted.Path} the mode {mode} (chmod {mode} {wanted.Path})",
                () => Look(wanted.Path, now => new StepState(now.Octal, now.Octal == mode)),
                () => File.SetUnixFileMode(wanted.Path, (UnixFileMode)Convert.ToInt32(mode, 8))));
        }

        return [.. steps];
    }

    private static StepState Look(string path, Func<FilePermissions, StepState> state) => FilePermissions.Read(path) is { } now
        ? state(now)
        : new StepState("not there", false, new Obstacle($"there is no {path}", "see whether its volume is mounted"));
}
