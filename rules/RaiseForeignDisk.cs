/// <summary>A disk that holds something else is never labelled.</summary>
[Name("Raise a foreign disk")]
[Description("Raises an alarm when a disk that the settings want in a group holds something else.")]
public class RaiseForeignDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;

        When()
            .Match(() => disk, d => d.Content == DiskContent.Other);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("foreign-disk:" + disk.Path, Severity.Warning, $"{disk.Path} is to be a disk of {disk.Pool}, and holds something that is not LVM's. See: blkid -p {disk.Path}. If nothing of it is needed: wipefs -a {disk.Path}. Risk: what it holds is lost")))
            .Undo(ctx => ctx.Act(new ClearAlarm("foreign-disk:" + disk.Path, "it is blank or a disk of LVM")));
    }
}
