/// <summary>A deleted file takes its room until whoever holds it closes it. Emptied in place it takes none, and its holder lives on; one that is mapped or that somebody may write to, as a temporary file, is left alone.</summary>
[Name("Empty a deleted file")]
[Description("Empties a deleted file in place that processes hold open, only to read, while its filesystem is nearly full, where the settings allow that.")]
public class EmptyDeletedFileHeldOpen : Rule
{
    public override void Define()
    {
        StoragePolicy policy = default!;
        DeletedFile file = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => p.DeletedFiles == DeletedFiles.Truncate)
            .Match(() => file, f => f.IsRoomShort && f.MayBeEmptied)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new EmptyDeletedFile(file.Pid, file.Descriptor, file.Inode, file.Host, $"{file.Command} (process {file.Pid}) holds {file.Name} open, deleted, with {file.Size}, and {file.Host} has {file.HostAvailable} left")));
    }
}
