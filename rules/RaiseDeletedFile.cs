/// <summary>A deleted file that is held open while room is short, where it may not be emptied: because the settings say so, or because a process has it mapped or may write to it.</summary>
[Name("Raise a deleted file")]
[Description("Raises an alarm when a deleted file that is held open fills a filesystem and may not be emptied here.")]
public class RaiseDeletedFile : Rule
{
    public override void Define()
    {
        StoragePolicy policy = default!;
        DeletedFile file = default!;

        When()
            .Match(() => policy)
            .Match(() => file,
                f => f.IsRoomShort,
                f => !f.MayBeEmptied || policy.DeletedFiles != DeletedFiles.Truncate);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"deleted-file:{file.Host}:{file.Inode}", Severity.Warning, $"{file.Command} (process {file.Pid}) holds {file.Name} open, deleted, with {file.Size}; {file.Host} has {file.HostAvailable} left. Have it restarted by what looks after it{Otherwise(file)}")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"deleted-file:{file.Host}:{file.Inode}", "it takes no room any more")));
    }

    private static string Otherwise(DeletedFile file) =>
        file.IsMapped ? "; it has it mapped, and would die of its being emptied"
        : file.IsWritable ? "; it may write to it, and may need what is in it, as of a temporary file"
        : $", or: : >/proc/{file.Pid}/fd/{file.Descriptor}";
}
