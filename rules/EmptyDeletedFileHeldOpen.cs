/// <summary>A deleted file takes its room until whoever holds it closes it. Emptied in place it takes none, and its holder lives on; one that is mapped is left alone.</summary>
[Name("Empty a deleted file")]
[Description("Empties a deleted file in place that a process holds open while its filesystem is nearly full, where the settings allow that.")]
public class EmptyDeletedFileHeldOpen : Rule
{
    public override void Define()
    {
        StoragePolicy policy = default!;
        DeletedFile file = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => p.DeletedFiles == DeletedFiles.Truncate)
            .Match(() => file, f => f.IsRoomShort && !f.IsMapped)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new EmptyDeletedFile(file.Pid, file.Descriptor, file.Inode, file.Host, $"{file.Command} (process {file.Pid}) holds {file.Name} open, deleted, with {file.Size}, and {file.Host} has {file.HostAvailable} left")));
    }
}
