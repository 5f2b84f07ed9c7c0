namespace EventOps.Model;

/// <summary>
/// Which events still matter: of each thing only the newest. Feeding these, in order, to a fresh rule process or guard gives it
/// the state that feeding the whole journal would, but for what operators remember over time.
/// </summary>
public static class EventDigest
{
    /// <summary>Events with the same key replace one another; null: the event leaves nothing behind.</summary>
    public static string? KeyOf(Event e) => e switch
    {
        SettingsLoaded => "settings",
        RulesLoaded => "rules",
        RuleStateKept => "rules.state",
        DaemonStarted => "daemon",
        MountChanged { Change: not Change.Removed } mount => Mount(mount),
        BlockDeviceChanged { Change: not Change.Removed } block => Block(block),
        VolumeFound found => "found:" + found.Volume,
        VolumeLost lost => "found:" + lost.Volume,
        VolumeSampled sample => Sample(sample.Volume),
        VolumeReadinessChanged readiness => "readiness:" + readiness.Volume,
        _ when NetworkDigest.KeyOf(e) is { } key => key,
        SensorFailed failed => Sensor(failed.Sensor, failed.Subject),
        ActionStarted started => "action:" + started.Intent.Resource,
        ActionFinished finished => "action:" + finished.Intent.Resource,
        AlarmRaised raised => Alarm(raised.Key),
        LvmReported => "lvm",
        PoolDiskSeen seen => Resources.Disk(seen.Disk.Path),
        MountSeen seen => "wanted-" + Resources.Mount(seen.Mount.Path),
        FolderSeen seen => Resources.Folder(seen.Folder.Path),
        DeletedFilesSeen => "deleted-files",
        BootUnitSeen seen => "boot-unit:" + seen.Unit.Pool,
        StorageLooked => "storage",
        ResourceContended contended => "contended:" + contended.Resource,
        _ => null,
    };

    /// <summary>The key of what does not stand any more after this event; null when nothing ends by it.</summary>
    public static string? EndedBy(Event e) => e switch
    {
        MountChanged { Change: Change.Removed } mount => Mount(mount),
        BlockDeviceChanged { Change: Change.Removed } block => Block(block),
        VolumeLost lost => Sample(lost.Volume),
        _ when NetworkDigest.EndedBy(e) is { } key => key,
        SensorRecovered recovered => Sensor(recovered.Sensor, recovered.Subject),
        AlarmCleared cleared => Alarm(cleared.Key),
        _ => null,
    };

    private static string Mount(MountChanged mount) => "mount:" + mount.MountPoint;

    private static string Block(BlockDeviceChanged block) => "block:" + block.Name;

    private static string Sample(string volume) => "sample:" + volume;

    private static string Sensor(string sensor, string subject) => $"sensor:{sensor}:{subject}";

    private static string Alarm(string key) => "alarm:" + key;
}
