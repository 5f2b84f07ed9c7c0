using EventOps.Linux.Block;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Empties a deleted file through the descriptor of a process that holds it: its room is free, and the process lives on.</summary>
internal static class DeletedFileStep
{
    public static StateStep Of(EmptyDeletedFile wanted) => new(
        $"empty the deleted file that process {wanted.Pid} holds (: >/proc/{wanted.Pid}/fd/{wanted.Descriptor})",
        () => Find(wanted) is { } file ? new StepState($"{new Bytes(file.Allocated)}", false, Obstacle(file)) : new StepState("takes no room", true),
        () =>
        {
            if (Find(wanted) is not { } file)
            {
                return;
            }

            // Between the check and now its holder may have mapped it, or another may have opened it.
            if (Obstacle(file) is { } obstacle)
            {
                throw new IOException($"{obstacle.What}; {obstacle.Cure}");
            }

            OpenDeletedFile.Empty(file.Pid, file.Descriptor, wanted.Inode);
        });

    private static Obstacle? Obstacle(OpenDeletedFile file) =>
        OpenDeletedFile.IsMapped(file)
            ? new Obstacle($"a process has {file.Name.ToDisplay()} mapped, and would die of its being emptied", $"have process {file.Pid} ({file.Command}) restarted by what looks after it")
        : OpenDeletedFile.Writer(file) is { } writer
            ? new Obstacle($"process {writer.Pid} ({writer.Command}) may write to {file.Name.ToDisplay()}, and may need what is in it", "have it restarted by what looks after it")
        : BlockDevice.List().FirstOrDefault(d => d.IsBackingDeleted && d.IsOver(file.Name.ToString())) is { } device
            ? new Obstacle($"{device.Path} lies over {file.Name.ToDisplay()}, and would lose its content", "leave it attached")
        : null;

    /// <summary>The process that was seen with it, else another that holds it: its children may come and go.</summary>
    private static OpenDeletedFile? Find(EmptyDeletedFile wanted)
    {
        var host = MountTable.Read().Holding(LinuxPath.FromString(wanted.Host))?.Device;
        return OpenDeletedFile.List(1)
            .Where(f => f.Inode == wanted.Inode && f.Holder == host)
            .OrderByDescending(f => f.Pid == wanted.Pid && f.Descriptor == wanted.Descriptor)
            .FirstOrDefault();
    }
}
