using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>Storage faults, one at a time on a machine that is sound otherwise: each is answered by its rule and by no other of all stock rules.</summary>
public sealed class StorageFaultTests
{
    private static readonly string[] Hidden = ["/dev/loop3"];

    /// <summary>Some alarms wait whether what is seen is only on its way; doctor waits longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, (Action<StorageScene> Break, Intent Wanted)> Faults = new(StringComparer.Ordinal)
    {
        [nameof(ActivateInactiveVolume)] = (s => s.Volume = s.Volume with { SkipsActivation = true }, new ActivateVolume("/data", "vg0/data0", "") { AtBoot = true }),
        [nameof(AllowAllocationOfDisk)] = (s => s.Labels[1] = s.Labels[1] with { IsAllocatable = false }, new AllowAllocation("vg0", "/dev/loop1", "")),
        [nameof(AttachImageWritable)] = (ReadOnlyBeneathNothing, new AttachWritable("vg0", "/media/disk1.img", "")),
        [nameof(CorrectMountTable)] = (s => s.State = s.State with { FstabProblem = "no line" }, new RepairMountTable("/data", "/dev/mapper/vg0-data0", "ext4", "defaults", "")),
        [nameof(DetachDuplicateImage)] = (s => s.Disks[1] = s.Disks[1] with { Duplicate = "/dev/loop9" }, new DetachDuplicate("vg0", "/media/disk1.img", "")),
        [nameof(LengthenShortImage)] = (s => s.Disks[1] = s.Disks[1] with { Size = Bytes.FromMiB(1790), Allocated = Bytes.FromMiB(1790), DeviceSize = Bytes.FromMiB(1790) }, new LengthenImage("vg0", "/media/disk1.img", Bytes.FromMiB(1800), "")),
        [nameof(OpenClosedFolder)] = (Closed, new OpenFolder("/data/work", "", "0750", 1000)),
        [nameof(BringMetadataUpToDate)] = (s => s.Group = s.Group with { HasOldMetadata = true }, new RenewMetadata("vg0", "")),
        [nameof(RaiseAbsentDisk)] = (Absent, new RaiseAlarm("absent-disk:/dev/sdb", Severity.Critical, "")),
        [nameof(RaiseDeletedImage)] = (DeletedWithoutRoomElsewhere, new RaiseAlarm("deleted-image:/media/disk1.img", Severity.Critical, "")),
        [nameof(RaiseDiskLargerThanItsDevice)] = (s => s.Labels[1] = s.Labels[1] with { Size = Bytes.FromMiB(1900) }, new RaiseAlarm("short-disk:/media/disk1.img", Severity.Critical, "")),
        [nameof(RaiseDiskOfOtherGroup)] = (s => s.Labels[1] = s.Labels[1] with { Group = "vg9" }, new RaiseAlarm("other-group:/media/disk1.img", Severity.Warning, "")),
        [nameof(RaiseFilesBeneathMount)] = (s => s.State = s.State with { HidesFiles = true }, new RaiseAlarm("hidden-files:/data", Severity.Notice, "")),
        [nameof(RaiseImageWithoutRoom)] = (ShortWithoutRoom, new RaiseAlarm("no-room:/media/disk1.img", Severity.Warning, "")),
        [nameof(RaiseMisalignedDisk)] = (MisalignedWithoutRoomElsewhere, new RaiseAlarm("misaligned:/media/disk1.img", Severity.Warning, "")),
        [nameof(RaiseMissingDevice)] = (PlainDeviceGone, new RaiseAlarm("no-device:/data", Severity.Critical, "")),
        [nameof(RaiseMissingGroup)] = (s => s.Group = s.Group with { Name = "vg9" }, new RaiseAlarm("missing-group:vg0", Severity.Critical, "")),
        [nameof(RaiseMissingNode)] = (s => s.State = s.State with { HasDevice = false, IsWanted = false, Source = "" }, new RaiseAlarm("no-node:/data", Severity.Critical, "")),
        [nameof(RaiseMissingVolume)] = (VolumeGone, new RaiseAlarm("missing-volume:vg0/data0", Severity.Critical, "")),
        [nameof(RaiseReadOnlyDevice)] = (s => s.State = s.State with { IsDeviceReadOnly = true }, new RaiseAlarm("read-only-device:/data", Severity.Critical, "")),
        [nameof(RaiseReadOnlyDisk)] = (s => s.Disks[1] = s.Disks[1] with { IsReadOnly = true }, new RaiseAlarm("read-only-disk:/media/disk1.img", Severity.Critical, "")),
        [nameof(RaiseUnhealthyVolume)] = (s => s.Volume = s.Volume with { Health = "refresh needed" }, new RaiseAlarm("health:vg0/data0", Severity.Critical, "")),
        [nameof(RaiseUnreadableDisk)] = (s => s.Disks[1] = s.Disks[1] with { Content = DiskContent.Unknown }, new RaiseAlarm("unreadable-disk:/media/disk1.img", Severity.Critical, "")),
        [nameof(RestoreReservedBlocks)] = (ReservesMuch, new ReserveBlocks("/data", "/dev/mapper/vg0-data0", 1.Percent(), "")),
        [nameof(RestoreReturnedDisk)] = (s => s.Labels[1] = s.Labels[1] with { IsFlaggedMissing = true }, new RestoreDisk("vg0", "/dev/loop1", "")),
        [nameof(ResumeSuspendedVolume)] = (s => s.State = s.State with { IsSuspended = true }, new ResumeVolume("/data", "vg0/data0", "")),
        [nameof(ShowHiddenDisks)] = (s => s.Blindness = new LvmBlindness(LvmHiding.Filter, Hidden), new ShowDisks(LvmHiding.Filter, Hidden, "")),
        [nameof(UncoverMount)] = (s => s.State = s.State with { Source = "tmpfs", IsWanted = false, IsCovered = true, CoverIsEmpty = true }, new Uncover("/data", "")),
    };

    public static TheoryData<string> Rules => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_fault_is_answered_by_its_rule_and_by_no_other(string rule)
    {
        var scene = new StorageScene();
        Faults[rule].Break(scene);
        var test = scene.See(StockRules.All).WhenTimePasses(Patience).Then(Faults[rule].Wanted);
        var type = StockRules.Types.Single(t => t.Name == rule);
        Assert.Equal(RuleDefinition.Of((Rule)Activator.CreateInstance(type)!).Name, Assert.Single(test.Run.Intents).Rule);
    }

    /// <summary>Without the one whose end lets the volume above be activated, which is a fault of its own, and the one of a disk that the sound machine has not.</summary>
    public static TheoryData<string> Ending => [.. Faults.Keys.Where(f => f is not nameof(AttachImageWritable) and not nameof(RaiseAbsentDisk))];

    [Theory]
    [MemberData(nameof(Ending))]
    public void Once_it_is_sound_nothing_more_is_wanted_than_that_the_alarm_is_over(string rule)
    {
        var (scene, broken) = (new StorageScene(), new StorageScene());
        Faults[rule].Break(broken);
        scene.Policy = broken.Policy with { Pools = [.. broken.Policy.Pools.Select(p => p with { })], Mounts = [.. broken.Policy.Mounts.Select(m => m with { })] };
        for (var i = 0; i < scene.Labels.Count; i++)
        {
            // What other disks have room for is no fault, and stays as it was.
            scene.Labels[i] = scene.Labels[i] with { ElsewhereGrowable = broken.Labels[i].ElsewhereGrowable };
        }

        var test = broken.See(StockRules.All).WhenTimePasses(Patience).Then(Faults[rule].Wanted);
        scene.More.AddRange(broken.More.OfType<FolderSeen>().Select(f => new FolderSeen(f.Folder with { Mode = "0750", Owner = 1000 })));
        if (Faults[rule].Wanted is StorageCorrection correction)
        {
            test.When(new ActionStarted(7, correction, []), new ActionFinished(7, correction, Outcome.Succeeded, "", TimeSpan.Zero));
        }

        test.When(scene.Look());
        if (Faults[rule].Wanted is RaiseAlarm raised)
        {
            test.Then(new ClearAlarm(raised.Key, ""));
        }
        else
        {
            test.ThenNothing();
        }
    }

    [Fact]
    public void A_volume_is_mounted_before_it_is_seen_to_that_a_boot_activates_it()
    {
        var (scene, sound) = (new StorageScene(), new StorageScene());
        var healthy = scene.State;
        scene.Volume = scene.Volume with { IsActive = false, SkipsActivation = true };
        scene.State = healthy with { HasDevice = false, IsWanted = false, Source = "" };
        var test = scene.See(StockRules.All).WhenTimePasses(Patience).Then(new ActivateVolume("/data", "vg0/data0", ""));

        sound.Volume = scene.Volume with { IsActive = true };
        sound.State = healthy;
        var done = Assert.IsType<ActivateVolume>(Assert.Single(test.Run.Intents).Intent);
        test.When(new ActionStarted(7, done, []), new ActionFinished(7, done, Outcome.Succeeded, "", TimeSpan.Zero))
            .When(sound.Look()).Then(new ActivateVolume("/data", "vg0/data0", "") { AtBoot = true });
    }

    private static void DeletedWithoutRoomElsewhere(StorageScene scene)
    {
        scene.Disks[1] = scene.Disks[1] with { IsDeleted = true };
        scene.Labels[1] = scene.Labels[1] with { ElsewhereGrowable = Bytes.FromMiB(1) };
    }

    private static void Absent(StorageScene scene)
    {
        scene.Policy = scene.Policy with { Pools = [StorageScene.Pool with { Devices = ["/dev/sdb"] }] };
        scene.Disks.Add(new PoolDisk { Pool = "vg0", Path = "/dev/sdb" });
    }

    private static void ShortWithoutRoom(StorageScene scene)
    {
        var short_ = Bytes.FromMiB(1600);
        scene.Disks[1] = scene.Disks[1] with { Size = short_, Allocated = short_, DeviceSize = short_ };
        scene.Labels[1] = scene.Labels[1] with { DeviceSize = short_ };
    }

    private static void MisalignedWithoutRoomElsewhere(StorageScene scene) => scene.Labels[1] = scene.Labels[1] with
    {
        Start = Bytes.FromGiB(1),
        Size = Bytes.FromMiB(776),
        Free = Bytes.FromMiB(724),
        ElsewhereGrowable = Bytes.FromMiB(51),
    };

    private static void PlainDeviceGone(StorageScene scene)
    {
        scene.Policy = scene.Policy with { Pools = [], Mounts = [StorageScene.Mount with { Device = "/dev/sdb1", LogicalVolume = "" }] };
        scene.Disks.Clear();
        scene.State = scene.State with { LogicalVolume = "", HasDevice = false, IsWanted = false, Source = "" };
    }

    private static void VolumeGone(StorageScene scene)
    {
        scene.Volume = scene.Volume with { Name = "vg9/data0", Group = "vg9" };
        scene.State = scene.State with { HasDevice = false, IsWanted = false, Source = "" };
    }

    private static void ReadOnlyBeneathNothing(StorageScene scene)
    {
        scene.Disks[1] = scene.Disks[1] with { IsReadOnly = true };
        scene.Volume = scene.Volume with { IsActive = false };
    }

    private static void Closed(StorageScene scene)
    {
        scene.Policy = scene.Policy with { Folders = [new FolderPolicy { Path = "/data/work", Mode = "0750", Owner = "worker" }] };
        scene.More.Add(new FolderSeen(new FolderState("/data/work", "0000", 0, false, 1000)));
    }

    private static void ReservesMuch(StorageScene scene)
    {
        scene.Policy = scene.Policy with { Mounts = [StorageScene.Mount with { Reserved = 1.Percent() }] };
        scene.State = scene.State with { Reserved = 50.Percent() };
    }
}
