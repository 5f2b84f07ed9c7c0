/// <summary>A service that holds a deleted file gives its room back when it ends; the settings say that something starts it again. Its alarm stands until the room is there.</summary>
[Name("Restart the holder of a deleted file")]
[Description("Ends the process of a service of the settings that holds a deleted file open while its filesystem is nearly full, where the settings allow that, so that it is started again.")]
public class RestartHolderOfDeletedFile : Rule
{
    public override void Define()
    {
        StoragePolicy policy = default!;
        DeletedFile file = default!;
        WantedService wanted = default!;
        ServiceListener listener = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => p.DeletedFiles == DeletedFiles.Restart)
            .Match(() => file, f => f.IsRoomShort)
            .Match(() => listener, l => l.Process == file.Pid, l => l.Problem == "")
            .Match(() => wanted, s => s.Port == listener.Port, s => s.Program == listener.Program)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new EndService(wanted.Port, listener.Program, listener.Process, $"it holds {file.Name} open, deleted, with {file.Size}, and {file.Host} has {file.HostAvailable} left")));
    }
}
