/// <summary>A disk that cannot be read is not known to be blank, nor to be one of LVM: nothing is done with it.</summary>
[Name("Raise an unreadable disk")]
[Description("Raises an alarm when what is on a disk of the settings cannot be read.")]
public class RaiseUnreadableDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;

        When()
            .Match(() => disk,
                d => d.Exists || d.IsAttached,
                d => d.Content == DiskContent.Unknown);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("unreadable-disk:" + disk.Path, Severity.Critical, $"what is on {disk.Path}, a disk of {disk.Pool}, cannot be read, so that nothing is done with it. See: dmesg; blkid -p {(disk.Device == "" ? disk.Path : disk.Device)}. A disk that fails is replaced while it still answers: pvmove {(disk.Device == "" ? disk.Path : disk.Device)}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("unreadable-disk:" + disk.Path, "it can be read")));
    }
}
