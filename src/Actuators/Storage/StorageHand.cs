using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Puts the storage right: images, disks, volume groups, mounts, fstab(5), folders.</summary>
/// <param name="metadata">Keeps that of volume groups.</param>
/// <param name="saves">The folder where files that are about to be changed are kept.</param>
public sealed class StorageHand(LvmTool lvm, MetadataSaves metadata, string saves, CommandOptions commands) : IActuator
{
    private readonly LvmHand _lvm = new(lvm, metadata);
    private readonly ToolHand _tools = new(commands);

    /// <inheritdoc/>
    public bool CanCarryOut(Intent intent) => intent is StorageCorrection;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<IStep>>(intent switch
    {
        MakeImage make => [ImageSteps.Make(make.Disk, make.Size)],
        AttachImage attach => [ImageSteps.Attach(attach.Disk)],
        FillImage fill => ImageSteps.Fill(fill.Disk),
        LengthenImage lengthen => ImageSteps.Lengthen(lengthen.Disk, lengthen.Size),
        DetachDuplicate twice => [ImageSteps.DetachDuplicate(twice.Disk)],
        AttachWritable writable => [ImageSteps.AttachWritable(writable.Disk)],
        AddDisk add => DiskSteps.Add(_lvm, add.Pool, add.Disk),
        ResizeDisk resize => [DiskSteps.Resize(_lvm, resize.Pool, resize.Disk)],
        AllowAllocation allow => [DiskSteps.Allow(_lvm, allow.Pool, allow.Disk)],
        EmptyDisk empty => [DiskSteps.Empty(_lvm, empty.Pool, empty.Disk)],
        RelabelDisk relabel => DiskSteps.Relabel(_lvm, relabel.Pool, relabel.Disk),
        RestoreDisk restore => DiskSteps.Restore(_lvm, restore.Pool, restore.Disk),
        ReleaseImage release => [.. DiskSteps.Release(_lvm, release.Pool, release.Device), ImageSteps.DetachDeleted(release.Disk, release.Device)],
        GrowThinPool grow => [ThinPoolSteps.GrowData(_lvm, grow)],
        GrowThinPoolMetadata grow => [ThinPoolSteps.GrowMetadata(_lvm, grow)],
        RenewMetadata renew => [DiskSteps.Renew(_lvm, renew.Pool)],
        FinishMove finish => [DiskSteps.FinishMove(_lvm, finish.Pool)],
        ShowDisks show => [LvmConfigurationSteps.Show(_lvm, show, saves)],
        ActivateVolume { AtBoot: true } later => [VolumeSteps.ActivateAtBoot(_lvm, later.Volume)],
        ActivateVolume activate => [VolumeSteps.Activate(_lvm, activate.Volume)],
        MakeVolumeWritable writable => [VolumeSteps.MakeWritable(_lvm, writable.Volume)],
        ResumeVolume resume => [VolumeSteps.Resume(_tools, resume.Volume)],
        MountDevice mount => MountSteps.Mount(_tools, mount),
        Uncover uncover => [MountSteps.Uncover(_tools, uncover.Path)],
        RemountWritable remount => [MountSteps.RemountWritable(_tools, remount.Path)],
        RepairMountTable repair => [FstabStep.Of(repair, saves)],
        ReserveBlocks reserve => [MountSteps.Reserve(_tools, reserve)],
        WriteBootUnit unit => BootUnitSteps.Write(unit),
        OpenFolder open => FolderSteps.Open(open),
        CheckFileSystem check => [ProposalSteps.Check(_tools, check)],
        RemoveSnapshot remove => [ProposalSteps.RemoveSnapshot(_lvm, remove.Volume)],
        ForgetMissingDisks forget => [ProposalSteps.ForgetMissing(_lvm, forget.Pool)],
        EmptyDeletedFile empty => [DeletedFileStep.Of(empty)],
        _ => throw new PlanException($"nothing here carries out {intent.GetType().Name}"),
    });
}
