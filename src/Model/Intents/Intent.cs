using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>
/// What a rule wants: a state to reach, not a step to take, so that asking twice is harmless. Only the guard turns it into
/// an action, and only an actuator touches the machine.
/// </summary>
/// <param name="Because">The reason, for a person to read.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "want")]
[JsonDerivedType(typeof(GrowVolume), "grow-volume")]
[JsonDerivedType(typeof(RaiseAlarm), "raise-alarm")]
[JsonDerivedType(typeof(ClearAlarm), "clear-alarm")]
[JsonDerivedType(typeof(SetLink), "set-link")]
[JsonDerivedType(typeof(SetMaster), "set-master")]
[JsonDerivedType(typeof(RenameLink), "rename-link")]
[JsonDerivedType(typeof(RestoreTunnel), "restore-tunnel")]
[JsonDerivedType(typeof(AddAddress), "add-address")]
[JsonDerivedType(typeof(RemoveAddress), "remove-address")]
[JsonDerivedType(typeof(AddRoute), "add-route")]
[JsonDerivedType(typeof(RemoveRoute), "remove-route")]
[JsonDerivedType(typeof(AddRoutingRule), "add-routing-rule")]
[JsonDerivedType(typeof(RemoveRoutingRule), "remove-routing-rule")]
[JsonDerivedType(typeof(SetParameter), "set-parameter")]
[JsonDerivedType(typeof(SetTunnel), "set-tunnel")]
[JsonDerivedType(typeof(FreePort), "free-port")]
[JsonDerivedType(typeof(SetPeer), "set-peer")]
[JsonDerivedType(typeof(RefreshEndpoint), "refresh-endpoint")]
[JsonDerivedType(typeof(BouncePeer), "bounce-peer")]
[JsonDerivedType(typeof(RemovePeer), "remove-peer")]
[JsonDerivedType(typeof(RemoveFilterRule), "remove-filter-rule")]
[JsonDerivedType(typeof(RemoveSetElement), "remove-set-element")]
[JsonDerivedType(typeof(SetOwnFilter), "set-own-filter")]
[JsonDerivedType(typeof(LetThrough), "let-through")]
[JsonDerivedType(typeof(ContinueService), "continue-service")]
[JsonDerivedType(typeof(EndService), "end-service")]
[JsonDerivedType(typeof(StartService), "start-service")]
[JsonDerivedType(typeof(RepairFile), "repair-file")]
[JsonDerivedType(typeof(MakeImage), "make-image")]
[JsonDerivedType(typeof(AttachImage), "attach-image")]
[JsonDerivedType(typeof(FillImage), "fill-image")]
[JsonDerivedType(typeof(LengthenImage), "lengthen-image")]
[JsonDerivedType(typeof(DetachDuplicate), "detach-duplicate")]
[JsonDerivedType(typeof(AttachWritable), "attach-writable")]
[JsonDerivedType(typeof(AddDisk), "add-disk")]
[JsonDerivedType(typeof(ResizeDisk), "resize-disk")]
[JsonDerivedType(typeof(AllowAllocation), "allow-allocation")]
[JsonDerivedType(typeof(EmptyDisk), "empty-disk")]
[JsonDerivedType(typeof(RelabelDisk), "relabel-disk")]
[JsonDerivedType(typeof(RestoreDisk), "restore-disk")]
[JsonDerivedType(typeof(ReleaseImage), "release-image")]
[JsonDerivedType(typeof(RenewMetadata), "renew-metadata")]
[JsonDerivedType(typeof(FinishMove), "finish-move")]
[JsonDerivedType(typeof(ShowDisks), "show-disks")]
[JsonDerivedType(typeof(ActivateVolume), "activate-volume")]
[JsonDerivedType(typeof(MakeVolumeWritable), "make-volume-writable")]
[JsonDerivedType(typeof(ResumeVolume), "resume-volume")]
[JsonDerivedType(typeof(MountDevice), "mount-device")]
[JsonDerivedType(typeof(Uncover), "uncover")]
[JsonDerivedType(typeof(RemountWritable), "remount-writable")]
[JsonDerivedType(typeof(RepairMountTable), "repair-mount-table")]
[JsonDerivedType(typeof(ReserveBlocks), "reserve-blocks")]
[JsonDerivedType(typeof(OpenFolder), "open-folder")]
[JsonDerivedType(typeof(EmptyDeletedFile), "empty-deleted-file")]
[JsonDerivedType(typeof(WriteBootUnit), "write-boot-unit")]
[JsonDerivedType(typeof(GrowThinPool), "grow-thin-pool")]
[JsonDerivedType(typeof(GrowThinPoolMetadata), "grow-thin-pool-metadata")]
[JsonDerivedType(typeof(CheckFileSystem), "check-filesystem")]
[JsonDerivedType(typeof(RemoveSnapshot), "remove-snapshot")]
[JsonDerivedType(typeof(ForgetMissingDisks), "forget-missing-disks")]
public abstract record Intent(string Because)
{
    /// <summary>What it acts on; one unverified action at a time for each resource.</summary>
    [JsonIgnore]
    public abstract string Resource { get; }
}

/// <summary>Make a volume's storage and filesystem at least this large. Never makes anything smaller.</summary>
/// <param name="ToAtLeast">The storage's size (the block device's), absolute, so that a retry cannot grow twice.</param>
public sealed record GrowVolume(string Volume, Bytes ToAtLeast, string Because) : Intent(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Volume(Volume);
}

/// <summary>Let an alarm stand until it is cleared. Raising one that stands already changes its text only.</summary>
public sealed record RaiseAlarm(string Key, Severity Severity, string Because) : Intent(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Alarm(Key);
}

public sealed record ClearAlarm(string Key, string Because) : Intent(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Alarm(Key);
}
