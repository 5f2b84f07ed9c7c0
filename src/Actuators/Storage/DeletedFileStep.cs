using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Empties a deleted file through the descriptor of the process that holds it: its room is free, and the process lives on.</summary>
internal static class DeletedFileStep
{
    public static StateStep Of(EmptyDeletedFile wanted) => new(
        $"empty the deleted file that process {wanted.Pid} holds (: >/proc/{wanted.Pid}/fd/{wanted.Descriptor})",
        () => Find(wanted) is not { } file ? new StepState("takes no room", true)
            : OpenDeletedFile.IsMapped(wanted.Inode)
                ? new StepState($"{new Bytes(file.Allocated)}", false, new Obstacle(
                    $"a process has {file.Name.ToDisplay()} mapped, and would die of its being emptied", $"have process {wanted.Pid} ({file.Command}) restarted by what looks after it"))
            : new StepState($"{new Bytes(file.Allocated)}", false),
        () => OpenDeletedFile.Empty(wanted.Pid, wanted.Descriptor, wanted.Inode));

    private static OpenDeletedFile? Find(EmptyDeletedFile wanted) =>
        OpenDeletedFile.List(1).FirstOrDefault(f => f.Pid == wanted.Pid && f.Descriptor == wanted.Descriptor && f.Inode == wanted.Inode);
}
