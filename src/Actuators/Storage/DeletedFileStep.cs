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
        () => Find(wanted) is not { } file ? new StepState("takes no room", true)
            : OpenDeletedFile.IsMapped(file)
                ? new StepState($"{new Bytes(file.Allocated)}", false, new Obstacle(
                    $"a process has {file.Name.ToDisplay()} mapped, and would die of its being emptied", $"have process {file.Pid} ({file.Command}) restarted by what looks after it"))
            : new StepState($"{new Bytes(file.Allocated)}", false),
        () =>
        {
            if (Find(wanted) is { } file)
            {
                OpenDeletedFile.Empty(file.Pid, file.Descriptor, wanted.Inode);
            }
        });

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
