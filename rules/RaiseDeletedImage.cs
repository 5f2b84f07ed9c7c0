/// <summary>An image whose file was deleted works until it is detached or the machine restarts; then its content is gone.</summary>
[Name("Raise a deleted image")]
[Description("Raises an alarm when an image has lost its name while it is attached.")]
public class RaiseDeletedImage : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;

        When()
            .Match(() => disk, d => d.IsDeleted);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("deleted-image:" + disk.Path, Severity.Critical, $"{disk.Path} was deleted while {disk.Device} still serves it: do not detach it and do not restart the machine. What lies on it moves to other disks of {disk.Pool} once they have the room, and a new image is made; by hand: pvmove {disk.Device}; vgreduce {disk.Pool} {disk.Device}; pvremove {disk.Device}; losetup -d {disk.Device}. Risk: until then any restart loses what lies on it")))
            .Undo(ctx => ctx.Act(new ClearAlarm("deleted-image:" + disk.Path, "the image is a file again")));
    }
}
