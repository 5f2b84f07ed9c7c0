using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>What each storage rule wants, and that it wants nothing of a sound machine.</summary>
public class StorageRulesTests
{
    private readonly StorageScene _scene = new();

    private static Rule[] All => StockRules.All;

    [Fact]
    public void Of_a_sound_machine_no_rule_wants_anything() => _scene.See(All).ThenNothing();

    [Fact]
    public void What_is_seen_counts_only_once_all_was_looked_at()
    {
        _scene.State = _scene.State with { IsReadOnly = true };
        RuleTest.Of(All).When([.. _scene.Look().SkipLast(1)]).ThenNothing().When(new StorageLooked("")).Then(new RemountWritable("/data", ""));
    }

    [Fact]
    public void While_an_action_runs_and_until_the_next_look_nothing_is_wanted()
    {
        _scene.State = _scene.State with { IsReadOnly = true };
        var remount = new RemountWritable("/data", "");
        _scene.See(All).Then(remount)
            .When(new ActionStarted(7, remount, []), new StorageLooked("")).ThenNothing()
            .When(new ActionFinished(7, remount, Outcome.Failed, "", TimeSpan.Zero)).ThenNothing()
            .When(new StorageLooked("")).Then(remount);
    }

    [Fact]
    public void A_missing_image_is_made_when_there_is_room_and_told_of_when_there_is_none()
    {
        _scene.Labels.RemoveAt(3);
        _scene.Disks[3] = new PoolDisk { Pool = "vg0", Path = "/media/disk3.img", IsImage = true, WantedSize = Bytes.FromMiB(1800), HostAvailable = Bytes.FromMiB(1800) };
        _scene.See(All).Then(new MakeImage("vg0", "/media/disk3.img", Bytes.FromMiB(1800), ""));

        _scene.Disks[3] = _scene.Disks[3] with { HostAvailable = Bytes.FromMiB(1799) };
        _scene.See(All).Then(new RaiseAlarm("no-room:/media/disk3.img", Severity.Warning, ""));
    }

    [Fact]
    public void While_the_group_lacks_a_disk_no_image_is_made_in_its_place()
    {
        _scene.Group = _scene.Group with { MissingDisks = 1 };
        _scene.Disks[3] = new PoolDisk { Pool = "vg0", Path = "/media/disk3.img", IsImage = true, WantedSize = Bytes.FromMiB(1800), HostAvailable = Bytes.FromGiB(8) };
        _scene.See(new MakeMissingImage(), new RaiseMissingDisk()).Then(new RaiseAlarm("missing-disk:vg0", Severity.Critical, ""));
    }

    [Fact]
    public void A_stump_is_completed_and_a_file_with_something_in_it_is_not()
    {
        var stump = StorageScene.Image(3) with { Device = "", Size = Bytes.FromMiB(280), Allocated = Bytes.FromMiB(280), HostAvailable = Bytes.FromGiB(8) };
        _scene.Labels.RemoveAt(3);
        _scene.Disks[3] = stump with { Content = DiskContent.Blank };
        _scene.See(All).Then(new MakeImage("vg0", stump.Path, Bytes.FromMiB(1800), ""));

        _scene.Disks[3] = stump with { Content = DiskContent.Other };
        _scene.See(All).Then(new RaiseAlarm("foreign-disk:/media/disk3.img", Severity.Warning, ""));
    }

    [Fact]
    public void A_detached_image_is_attached()
    {
        _scene.Disks[0] = _scene.Disks[0] with { Device = "" };
        _scene.See(new AttachDetachedImage(), new MakeMissingImage()).Then(new AttachImage("vg0", "/media/disk0.img", ""));
    }

    [Theory]
    [InlineData(DiskContent.Blank, true)]
    [InlineData(DiskContent.PhysicalVolume, true)]
    [InlineData(DiskContent.Other, false)]
    [InlineData(DiskContent.Unknown, false)]
    public void A_disk_is_added_only_when_nothing_can_be_lost(DiskContent content, bool isAdded)
    {
        _scene.Labels.RemoveAt(3);
        _scene.Disks[3] = _scene.Disks[3] with { Content = content };
        var test = _scene.See(new AddDiskToGroup());
        _ = isAdded ? test.Then(new AddDisk("vg0", "/dev/loop3", "")) : test.ThenNothing();
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(null, true, false)]
    [InlineData(null, false, true)]
    public void A_read_only_image_is_attached_anew_when_nothing_lies_on_it_whatever_lies_beside_it(bool? isHeld, bool isActive, bool isAttached)
    {
        _scene.Disks[3] = _scene.Disks[3] with { IsReadOnly = true, IsHeld = isHeld };
        _scene.Volume = _scene.Volume with { IsActive = isActive };
        _scene.See(new AttachImageWritable(), new RaiseReadOnlyDisk()).Then(
            isAttached ? new AttachWritable("vg0", "/media/disk3.img", "") : new RaiseAlarm("read-only-disk:/media/disk3.img", Severity.Critical, ""));
    }

    [Fact]
    public void A_misaligned_disk_is_emptied_first_and_labelled_anew_after()
    {
        var misaligned = _scene.Labels[1] with { Start = Bytes.FromGiB(1), Size = Bytes.FromMiB(776), Free = Bytes.FromMiB(724) };
        _scene.Labels[1] = misaligned;
        _scene.See(All).Then(new EmptyDisk("vg0", "/dev/loop1", ""));

        _scene.Labels[1] = misaligned with { ElsewhereGrowable = Bytes.FromMiB(51) };
        _scene.See(All).Then(new RaiseAlarm("misaligned:/media/disk1.img", Severity.Warning, ""));

        _scene.Labels[1] = misaligned with { Free = misaligned.Size };
        _scene.See(All).Then(new RelabelDisk("vg0", "/dev/loop1", ""));
    }

    [Fact]
    public void A_deleted_image_is_emptied_first_and_released_after_and_told_of_all_the_time()
    {
        var alarm = new RaiseAlarm("deleted-image:/media/disk1.img", Severity.Critical, "");
        _scene.Disks[1] = _scene.Disks[1] with { IsDeleted = true, Exists = false };
        _scene.See(All).Then(alarm, new EmptyDisk("vg0", "/dev/loop1", ""));

        var release = new ReleaseImage("vg0", "/media/disk1.img", "/dev/loop1", "");
        _scene.Labels[1] = _scene.Labels[1] with { Free = _scene.Labels[1].Size };
        _scene.See(All).Then(alarm, release);

        // Killed on the way: without a group, then without a label.
        _scene.Labels[1] = _scene.Labels[1] with { Group = "" };
        _scene.See(All).Then(alarm, release);
        _scene.Labels.RemoveAt(1);
        _scene.Disks[1] = _scene.Disks[1] with { Content = DiskContent.Blank };
        _scene.See(All).Then(alarm, release);
    }

    [Theory]
    [InlineData(DiskContent.Other)]
    [InlineData(DiskContent.Unknown)]
    public void A_deleted_image_with_something_else_on_it_stays_attached(DiskContent content)
    {
        _scene.Disks[1] = _scene.Disks[1] with { IsDeleted = true, Exists = false, Content = content };
        _scene.Labels.RemoveAt(1);
        _scene.See(new ReleaseDeletedImage(), new EmptyDeletedImage()).ThenNothing();
    }

    [Fact]
    public void Old_metadata_wait_for_a_disk_that_is_away_or_called_missing()
    {
        _scene.Group = _scene.Group with { HasOldMetadata = true, MissingDisks = 1 };
        _scene.See(new BringMetadataUpToDate()).ThenNothing();
        _scene.Group = _scene.Group with { MissingDisks = 0 };
        _scene.Labels[3] = _scene.Labels[3] with { IsFlaggedMissing = true };
        _scene.See(new BringMetadataUpToDate()).ThenNothing();
        _scene.Labels[3] = _scene.Labels[3] with { IsFlaggedMissing = false };
        _scene.See(new BringMetadataUpToDate()).Then(new RenewMetadata("vg0", ""));
    }

    [Fact]
    public void A_label_smaller_than_its_device_is_enlarged_but_never_while_a_move_runs()
    {
        _scene.Labels[2] = _scene.Labels[2] with { Size = Bytes.FromMiB(1020) };
        _scene.See(All).Then(new ResizeDisk("vg0", "/dev/loop2", ""));

        _scene.Group = _scene.Group with { IsMoving = true };
        _scene.See(All).Then(new FinishMove("vg0", ""));
        _scene.Group = _scene.Group with { HasMover = true };
        _scene.See(All).ThenNothing();
    }

    [Fact]
    public void The_unit_that_attaches_images_at_a_boot_is_written_where_the_settings_ask_for_it()
    {
        _scene.More.Add(new BootUnitSeen(new BootUnitState("vg0", "it is not there")));
        _scene.See(new KeepImagesAttachedAtBoot()).ThenNothing();

        var pool = StorageScene.Pool with { AttachAtBoot = true };
        _scene.Policy = _scene.Policy with { Pools = [pool] };
        _scene.See(new KeepImagesAttachedAtBoot()).Then(new WriteBootUnit("vg0", "eventops-images-vg0.service", BootUnit.TextFor(pool), ""));

        _scene.More[0] = new BootUnitSeen(new BootUnitState("vg0", ""));
        _scene.See(new KeepImagesAttachedAtBoot()).ThenNothing();
    }

    [Fact]
    public void Holes_are_filled_once_every_image_is_there()
    {
        _scene.Disks[0] = _scene.Disks[0] with { Allocated = Bytes.FromMiB(1750) };
        _scene.See(All).Then(new FillImage("vg0", "/media/disk0.img", ""));

        _scene.Disks[0] = _scene.Disks[0] with { HostAvailable = Bytes.FromMiB(49) };
        _scene.See(All).Then(new RaiseAlarm("overcommitted:/media/disk0.img", Severity.Warning, ""));
    }

    [Fact]
    public void A_snapshot_and_an_unknown_volume_are_told_of_and_left_alone()
    {
        _scene.Others.Add(_scene.Volume with { Name = "vg0/snap", Origin = "vg0/data0" });
        _scene.Others.Add(_scene.Volume with { Name = "vg0/junk" });
        _scene.See(All).Then(
            new RaiseAlarm("snapshot:vg0/snap", Severity.Warning, ""),
            new RaiseAlarm("unknown-volume:vg0/junk", Severity.Notice, ""),
            new RemoveSnapshot("vg0/snap", ""));
    }

    [Fact]
    public void A_snapshot_that_fills_is_told_of_again_with_each_tenth_and_more_loudly_when_it_is_nearly_full()
    {
        var snapshot = _scene.Volume with { Name = "vg0/snap", Origin = "vg0/data0", DataPercent = 71.Percent() };
        _scene.Others.Add(snapshot);
        LvmReported Full(int percent) => (LvmReported)_scene.Look()[1] with { Volumes = [_scene.Volume, snapshot with { DataPercent = percent.Percent() }] };
        var test = RuleTest.Of(new RaiseLeftoverSnapshot()).When(_scene.Look()).Then(new RaiseAlarm("snapshot:vg0/snap", Severity.Warning, ""))
            .When(Full(75)).ThenNothing()
            .When(Full(80)).Then(new RaiseAlarm("snapshot:vg0/snap", Severity.Critical, ""));
        Assert.Contains("80.0 % full", test.Run.Intents[^1].Intent.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_the_settings_do_not_name_are_left_alone_and_not_spoken_of()
    {
        var other = _scene.Group with { Name = "vg9" };
        _scene.Others.Add(_scene.Volume with { Name = "vg9/data", Group = "vg9" });
        _scene.Others.Add(_scene.Volume with { Name = "vg9/snap", Group = "vg9", Origin = "vg9/data" });
        foreach (var group in (LvmGroup[])[other with { IsMoving = true }, other with { MissingDisks = 1 }, other with { HasOldMetadata = true }])
        {
            _scene.OtherGroups.Clear();
            _scene.OtherGroups.Add(group);
            _scene.See(All).ThenNothing();
        }
    }

    [Fact]
    public void A_volume_is_known_by_any_setting_that_speaks_of_it()
    {
        var data = new SampleVolume("data1", Bytes.FromGiB(1));
        _scene.Others.Add(_scene.Volume with { Name = "vg0/data-1" });
        RuleTest.Of(All).Given(data.Found() with { Storage = "vg0/data-1" }).When(_scene.Look()).ThenNothing();

        var looked = _scene.Look();
        var byDevice = (SettingsLoaded)looked[0] with { Volumes = [new VolumePolicy { Volume = "data1", Device = "/dev/mapper/vg0-data--1", Ceiling = Bytes.FromGiB(2) }] };
        RuleTest.Of(All).When([byDevice, .. looked.Skip(1)]).ThenNothing();
        RuleTest.Of(All).When(looked).Then(new RaiseAlarm("unknown-volume:vg0/data-1", Severity.Notice, ""));
    }

    [Fact]
    public void A_thin_volume_is_known_by_its_pool()
    {
        _scene.Others.Add(_scene.Volume with { Name = "vg0/thin-snap", ThinPool = "vg0/pool0" });
        var test = _scene.See(All).Then(new RaiseAlarm("unknown-volume:vg0/thin-snap", Severity.Notice, ""));
        Assert.Contains("up to 4 GiB of vg0/pool0", test.Run.Intents[0].Intent.Because, StringComparison.Ordinal);

        _scene.Policy = _scene.Policy with { ThinPools = [new ThinPoolPolicy { Name = "vg0/pool0", Ceiling = Bytes.FromGiB(6) }] };
        _scene.See(All).ThenNothing();
    }

    [Fact]
    public void The_commands_for_a_missing_disk_name_the_label_and_the_disk_that_lost_it()
    {
        _scene.Group = _scene.Group with { MissingDisks = 1 };
        _scene.Labels[3] = _scene.Labels[3] with { Device = "", IsMissing = true };
        _scene.Disks[3] = _scene.Disks[3] with { Content = DiskContent.Blank };
        Assert.Contains("pvcreate --uuid uuid3 --restorefile /etc/lvm/backup/vg0 /dev/loop3; vgcfgrestore vg0.", MissingDisk(), StringComparison.Ordinal);

        _scene.Disks[3] = _scene.Disks[3] with { Device = "" };
        Assert.Contains("--uuid uuid3 --restorefile /etc/lvm/backup/vg0 DEVICE;", MissingDisk(), StringComparison.Ordinal);

        _scene.Labels[2] = _scene.Labels[2] with { Device = "", IsMissing = true };
        Assert.Contains("with each UUID of uuid2, uuid3 and its device", MissingDisk(), StringComparison.Ordinal);
    }

    /// <summary>What it says once the disks are told of too.</summary>
    private string MissingDisk() => _scene.See(new RaiseMissingDisk()).Run.Intents[^1].Intent.Because;

    [Theory]
    [InlineData("ext4", "mke2fs -n /dev/mapper/vg0-data0")]
    [InlineData("xfs", "xfs_repair -n /dev/mapper/vg0-data0")]
    [InlineData("btrfs", "btrfs rescue super-recover -v /dev/mapper/vg0-data0")]
    public void The_commands_for_a_lost_filesystem_are_its_own(string type, string command)
    {
        _scene.Policy = _scene.Policy with { Mounts = [StorageScene.Mount with { FileSystem = type }] };
        _scene.State = _scene.State with { FileSystem = "" };
        Assert.Contains(command, Assert.Single(_scene.See(new RaiseLostFileSystem()).Run.Intents).Intent.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_proposed_to_do_without_a_missing_disk_only_when_nothing_lies_on_it()
    {
        _scene.Group = _scene.Group with { MissingDisks = 1 };
        _scene.Labels[3] = _scene.Labels[3] with { Device = "", IsMissing = true, Free = _scene.Labels[3].Size };
        _scene.See(new ProposeToForgetMissingDisks()).Then(new ForgetMissingDisks("vg0", ""));

        _scene.Labels[3] = _scene.Labels[3] with { Free = Bytes.Zero };
        _scene.See(new ProposeToForgetMissingDisks()).ThenNothing();
    }

    [Fact]
    public void A_volume_waits_with_growing_while_its_extents_move_and_for_a_disk_that_is_to_be_emptied()
    {
        var policy = new VolumePolicy { Volume = "data0", Ceiling = Bytes.FromGiB(7), AtLeast = Bytes.FromGiB(4) };
        var data = new SampleVolume("data0", Bytes.FromMiB(2868));
        Event[] small = [data.Settings(policy), data.Found() with { Storage = "vg0/data0" }, data.Readiness(Bytes.FromMiB(2000)), data.Used(86.Percent())];
        var volumes = new LvmReported([_scene.Group], [], [_scene.Volume], null);
        var grow = new GrowVolume("data0", Bytes.FromGiB(4), "");
        foreach (var rule in (Rule[])[new GrowVolumeToItsLeastSize(), new GrowVolumeBeforeItFills()])
        {
            RuleTest.Of(rule).When([volumes with { Volumes = [_scene.Volume with { IsLocked = true }] }, .. small]).ThenNothing()
                .When(volumes).Then(grow);
        }

        var misaligned = _scene.Labels[1] with { Start = Bytes.FromGiB(1), Size = Bytes.FromMiB(776), Free = Bytes.FromMiB(724) };
        RuleTest.Of(new GrowVolumeToItsLeastSize()).When([volumes with { Disks = [misaligned] }, .. small]).ThenNothing()
            .When(volumes with { Disks = [misaligned with { Free = misaligned.Size }] }).ThenNothing()
            .When(volumes with { Disks = _scene.Labels }).Then(grow);
    }

    [Fact]
    public void Below_its_least_size_a_volume_grows_to_exactly_that_and_steps_are_counted_from_there()
    {
        var policy = new VolumePolicy { Volume = "data", Ceiling = Bytes.FromGiB(7), AtLeast = Bytes.FromGiB(4), Step = Bytes.FromMiB(500) };
        var data = new SampleVolume("data", Bytes.FromMiB(2868));
        var exactly = new GrowVolume("data", Bytes.FromGiB(4), "");
        RuleTest.Of(All).Given(data.Settings(policy), data.Found(), data.Readiness(Bytes.FromMiB(1227)))
            .When(data.Used(10.Percent()), data.Used(11.Percent())).Then(new RaiseAlarm("least-size:data", Severity.Warning, ""))
            .When(data.Readiness(Bytes.FromMiB(1228))).Then(exactly, new ClearAlarm("least-size:data", ""));
        RuleTest.Of(new RaiseVolumeBelowItsLeastSize()).Given(data.Settings(policy), data.Found()).When(data.Used(10.Percent())).ThenNothing();
        RuleTest.Of(new GrowVolumeBeforeItFills()).Given(data.Settings(policy), data.Found()).When(data.Used(86.Percent())).Then(exactly);
        data.DeviceSize = Bytes.FromGiB(4);
        RuleTest.Of(new GrowVolumeBeforeItFills()).Given(data.Settings(policy), data.Found()).When(data.Used(86.Percent()))
            .Then(new GrowVolume("data", Bytes.FromMiB(4596), ""));
    }
}
