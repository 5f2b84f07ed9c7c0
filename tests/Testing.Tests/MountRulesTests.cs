using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>What the rules for mounts, folders and deleted files want.</summary>
public class MountRulesTests
{
    private readonly StorageScene _scene = new();

    private static Rule[] All => StockRules.All;

    [Fact]
    public void A_mount_does_not_wait_for_a_move_that_takes_hours()
    {
        var move = new EmptyDisk("vg0", "/dev/loop1", "");
        var test = RuleTest.Of(All).When(new ActionStarted(7, move, [])).ThenNothing();
        _scene.State = _scene.State with { IsReadOnly = true };
        test.When(_scene.Look()).Then(new RemountWritable("/data", ""));
    }

    [Fact]
    public void A_remount_waits_for_what_must_come_before_it()
    {
        _scene.State = _scene.State with { IsReadOnly = true, IsDeviceReadOnly = true };
        _scene.Volume = _scene.Volume with { IsWritable = false };
        _scene.See(All).Then(new MakeVolumeWritable("/data", "vg0/data0", ""));
    }

    [Fact]
    public void After_errors_nothing_is_done_and_the_repair_is_proposed()
    {
        _scene.State = _scene.State with { IsReadOnly = true, Errors = 1 };
        var test = _scene.See(All).Then(
            new RaiseAlarm("errors:/data", Severity.Critical, ""), new CheckFileSystem("/data", "/dev/mapper/vg0-data0", "ext4", "defaults", ""));
        Assert.Contains("e2fsck -fp /dev/mapper/vg0-data0", test.Run.Intents[0].Intent.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_mount_is_replaced_when_it_is_empty_and_told_of_when_not()
    {
        _scene.State = _scene.State with { Source = "/dev/loop9", IsWanted = false, CoverIsEmpty = true };
        _scene.See(All).Then(new MountDevice("/data", "/dev/mapper/vg0-data0", "ext4", "defaults", ""));

        _scene.State = _scene.State with { CoverIsEmpty = false };
        _scene.See(All).Then(new RaiseAlarm("wrong-mount:/data", Severity.Critical, ""));
    }

    [Fact]
    public void Another_filesystem_on_the_device_is_never_mounted()
    {
        _scene.State = _scene.State with { Source = "", IsWanted = false, FileSystem = "" };
        _scene.See(All).Then(new RaiseAlarm("filesystem:/data", Severity.Critical, ""));
    }

    [Theory]
    [InlineData(5, 50, true)]
    [InlineData(5, 6, false)]
    [InlineData(5, 4.5, false)]
    [InlineData(5, 4, true)]
    [InlineData(5, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    public void The_share_that_is_kept_for_root_is_brought_to_what_is_wanted_from_above_and_below(double wanted, double now, bool isCorrected)
    {
        _scene.Policy = _scene.Policy with { Mounts = [StorageScene.Mount with { Reserved = wanted.Percent() }] };
        _scene.State = _scene.State with { Reserved = now.Percent() };
        var test = _scene.See(All);
        _ = isCorrected ? test.Then(new ReserveBlocks("/data", "/dev/mapper/vg0-data0", wanted.Percent(), "")) : test.ThenNothing();
    }

    [Fact]
    public void A_folder_is_opened_on_its_own_mount_and_what_lies_at_its_path_without_it_is_left_alone()
    {
        var folder = new FolderState("/data", "755", 0, true) { Mount = "/data", Device = "/dev/mapper/vg0-data0" };
        _scene.Policy = _scene.Policy with { Folders = [new FolderPolicy { Path = "/data", Mode = "755" }] };
        _scene.More.Add(new FolderSeen(folder));
        _scene.See(All).Then(new OpenFolder("/data", "", "755") { Mount = "/data", Device = "/dev/mapper/vg0-data0" });

        _scene.More[0] = new FolderSeen(folder with { IsAway = true });
        _scene.See(All).ThenNothing();
    }

    [Fact]
    public void A_deleted_file_is_emptied_only_where_the_settings_allow_it_and_nobody_has_it_mapped_or_may_write_to_it()
    {
        var file = new DeletedFile("/media/cache.db", 12, "/media", 345, 9, "httpd", Bytes.FromGiB(4), false, Bytes.FromMiB(300), Bytes.FromGiB(8));
        _scene.More.Add(new DeletedFilesSeen([file]));
        _scene.See(All).Then(new RaiseAlarm("deleted-file:/media:12", Severity.Warning, ""));

        _scene.Policy = _scene.Policy with { DeletedFiles = DeletedFiles.Truncate };
        _scene.See(All).Then(new EmptyDeletedFile(345, 9, 12, "/media", ""));

        foreach (var used in (DeletedFile[])[file with { IsMapped = true }, file with { IsWritable = true }])
        {
            _scene.More[0] = new DeletedFilesSeen([used]);
            var test = _scene.See(All).Then(new RaiseAlarm("deleted-file:/media:12", Severity.Warning, ""));
            Assert.Contains("httpd (process 345)", test.Run.Intents[0].Intent.Because, StringComparison.Ordinal);
            Assert.DoesNotContain("/proc/", test.Run.Intents[0].Intent.Because, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_holder_of_a_deleted_file_is_ended_only_where_the_settings_say_that_something_starts_it_again()
    {
        var alarm = new RaiseAlarm("deleted-file:/media:12", Severity.Warning, "");
        var file = new DeletedFile("/media/cache.db", 12, "/media", 345, 9, "httpd", Bytes.FromGiB(4), false, Bytes.FromMiB(300), Bytes.FromGiB(8));
        _scene.Policy = _scene.Policy with { DeletedFiles = DeletedFiles.Restart };
        _scene.More.Add(new DeletedFilesSeen([file]));
        Event[] Served(string? program, ServiceListener listener)
        {
            var look = _scene.Look();
            var settings = (SettingsLoaded)look[0] with { Network = new NetworkPolicy { Services = [new WantedService(8000, "", "", program, "start")] } };
            return [settings, new ListenerRead(listener), .. look.Skip(1)];
        }

        RuleTest.Of(All).When(Served("httpd", new ServiceListener(8000, "", "", "httpd", 345))).Then(alarm, new EndService(8000, "httpd", 345, ""));
        RuleTest.Of(All).When(Served("httpd", new ServiceListener(8000, "", "", "httpd", 346))).Then(alarm);
        RuleTest.Of(All).When(Served(null, new ServiceListener(8000, "", "", "httpd", 345))).Then(alarm);
    }
}
