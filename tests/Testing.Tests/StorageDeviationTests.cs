using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>Whatever is different from a sound machine in one thing, some rule wants something: nothing that is wrong passes for healthy.</summary>
public sealed class StorageDeviationTests
{
    private static readonly Type[] Facts = [typeof(PoolDisk), typeof(LvmGroup), typeof(LvmDisk), typeof(LvmVolume), typeof(MountState)];

    /// <summary>By what differs first; what cannot be without it differs too.</summary>
    private static readonly Dictionary<string, Action<StorageScene>> Deviations = new(StringComparer.Ordinal)
    {
        ["PoolDisk.Exists"] = s =>
        {
            s.Disks[3] = s.Disks[3] with { Exists = false, Device = "", Size = Bytes.Zero, Allocated = Bytes.Zero, Content = DiskContent.Unknown };
            s.Labels.RemoveAt(3);
        },
        ["PoolDisk.Size"] = s => s.Disks[1] = s.Disks[1] with { Size = Bytes.FromMiB(1200) },
        ["PoolDisk.Allocated"] = s => s.Disks[1] = s.Disks[1] with { Allocated = Bytes.FromMiB(1200) },
        ["PoolDisk.Device"] = s => s.Disks[1] = s.Disks[1] with { Device = "" },
        ["PoolDisk.DeviceSize"] = s => s.Disks[1] = s.Disks[1] with { DeviceSize = Bytes.FromMiB(1200) },
        ["PoolDisk.IsReadOnly"] = s => s.Disks[1] = s.Disks[1] with { IsReadOnly = true },
        ["PoolDisk.IsDeleted"] = s => s.Disks[1] = s.Disks[1] with { IsDeleted = true },
        ["PoolDisk.Duplicate"] = s => s.Disks[1] = s.Disks[1] with { Duplicate = "/dev/loop9" },
        ["PoolDisk.Discards"] = s => s.Disks[1] = s.Disks[1] with { Discards = true },
        ["PoolDisk.Content"] = s => s.Disks[1] = s.Disks[1] with { Content = DiskContent.Unknown },
        ["LvmGroup.Name"] = s => s.Group = s.Group with { Name = "vg9" },
        ["LvmGroup.MissingDisks"] = s => s.Group = s.Group with { MissingDisks = 1 },
        ["LvmGroup.IsMoving"] = s => s.Group = s.Group with { IsMoving = true },
        ["LvmGroup.HasOldMetadata"] = s => s.Group = s.Group with { HasOldMetadata = true },
        ["LvmDisk.Device"] = s => s.Labels[1] = s.Labels[1] with { Device = "/dev/loop9" },
        ["LvmDisk.Group"] = s => s.Labels[1] = s.Labels[1] with { Group = "" },
        ["LvmDisk.Size"] = s => s.Labels[1] = s.Labels[1] with { Size = Bytes.FromMiB(1900) },
        ["LvmDisk.DeviceSize"] = s => s.Labels[1] = s.Labels[1] with { DeviceSize = Bytes.FromMiB(1700) },
        ["LvmDisk.Start"] = s => s.Labels[1] = s.Labels[1] with { Start = Bytes.FromGiB(1), ElsewhereGrowable = Bytes.Zero },
        ["LvmDisk.IsAllocatable"] = s => s.Labels[1] = s.Labels[1] with { IsAllocatable = false },
        ["LvmDisk.IsMissing"] = s =>
        {
            s.Labels[1] = s.Labels[1] with { Device = "", IsMissing = true };
            s.Group = s.Group with { MissingDisks = 1 };
        },
        ["LvmDisk.IsFlaggedMissing"] = s => s.Labels[1] = s.Labels[1] with { IsFlaggedMissing = true },
        ["LvmVolume.Name"] = s => s.Volume = s.Volume with { Name = "vg0/data1" },
        ["LvmVolume.Group"] = s => s.Volume = s.Volume with { Name = "vg9/data0", Group = "vg9" },
        ["LvmVolume.IsActive"] = s => s.Volume = s.Volume with { IsActive = false },
        ["LvmVolume.IsWritable"] = s => s.Volume = s.Volume with { IsWritable = false },
        ["LvmVolume.SkipsActivation"] = s => s.Volume = s.Volume with { SkipsActivation = true },
        ["LvmVolume.Origin"] = s => s.Others.Add(s.Volume with { Name = "vg0/snap", Origin = "vg0/data0" }),
        ["LvmVolume.Health"] = s => s.Volume = s.Volume with { Health = "partial" },
        ["MountState.HasDevice"] = s => s.State = s.State with { HasDevice = false, IsWanted = false, Source = "" },
        ["MountState.Source"] = s => s.State = s.State with { Source = "", IsWanted = false },
        ["MountState.IsWanted"] = s => s.State = s.State with { IsWanted = false },
        ["MountState.IsCovered"] = s => s.State = s.State with { IsCovered = true, IsWanted = false },
        ["MountState.CoverIsEmpty"] = s => s.State = s.State with { IsCovered = true, IsWanted = false, CoverIsEmpty = true },
        ["MountState.IsReadOnly"] = s => s.State = s.State with { IsReadOnly = true },
        ["MountState.IsDeviceReadOnly"] = s => s.State = s.State with { IsDeviceReadOnly = true },
        ["MountState.IsSuspended"] = s => s.State = s.State with { IsSuspended = true },
        ["MountState.Errors"] = s => s.State = s.State with { Errors = 1 },
        ["MountState.FileSystem"] = s => s.State = s.State with { FileSystem = "" },
        ["MountState.FstabProblem"] = s => s.State = s.State with { FstabProblem = "no line" },
        ["MountState.HidesFiles"] = s => s.State = s.State with { HidesFiles = true },
        ["MountState.Reserved"] = s =>
        {
            s.Policy = s.Policy with { Mounts = [StorageScene.Mount with { Reserved = 5.Percent() }] };
            s.State = s.State with { Reserved = 0.Percent() };
        },
    };

    /// <summary>What the settings say, what a thing is called, how much room there is, and what only tells more of something else.</summary>
    private static readonly string[] NoFault =
    [
        "PoolDisk.Pool", "PoolDisk.Path", "PoolDisk.IsImage", "PoolDisk.WantedSize", "PoolDisk.HostAvailable", "PoolDisk.IsHeld",
        "LvmGroup.ExtentSize", "LvmGroup.Extents", "LvmGroup.FreeExtents", "LvmGroup.Growable", "LvmGroup.HasMover", "LvmGroup.Moved",
        "LvmDisk.Uuid", "LvmDisk.Free", "LvmDisk.ExtentSize", "LvmDisk.ElsewhereGrowable",
        "LvmVolume.Size", "LvmVolume.HasSnapshot", "LvmVolume.DataPercent", "LvmVolume.IsLocked", "LvmVolume.ThinPool",
        "MountState.Path", "MountState.LogicalVolume",
    ];

    public static TheoryData<string> All => [.. Deviations.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void A_machine_that_is_not_sound_in_one_thing_is_not_called_sound(string deviation)
    {
        var scene = new StorageScene();
        Deviations[deviation](scene);
        Assert.NotEmpty(scene.See(StockRules.All).WhenTimePasses(2.Seconds()).Run.Intents);
    }

    [Fact]
    public void All_that_facts_tell_is_thought_of() => Assert.Equal(
        Facts.SelectMany(t => t.GetProperties().Where(p => p.CanWrite).Select(p => $"{t.Name}.{p.Name}")).Order(StringComparer.Ordinal),
        Deviations.Keys.Concat(NoFault).Order(StringComparer.Ordinal));
}
