/// <summary>A device of the settings that is not there cannot be brought here.</summary>
[Name("Raise an absent disk")]
[Description("Raises an alarm when a device that the settings want in a volume group is not there.")]
public class RaiseAbsentDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;

        When()
            .Match(() => disk, d => !d.IsImage && !d.Exists);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("absent-disk:" + disk.Path, Severity.Critical, $"there is no {disk.Path}, which is to be a disk of {disk.Pool}. See whether it is connected or has another name now: lsblk; ls -l /dev/disk/by-id. If it is gone for good, take it out of the settings")))
            .Undo(ctx => ctx.Act(new ClearAlarm("absent-disk:" + disk.Path, "it is there")));
    }
}
