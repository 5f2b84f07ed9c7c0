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
        MountChanged mount => $"mount:{mount.MountPoint}:{mount.Device}",
        BlockDeviceChanged block => "block:" + block.Name,
        VolumeFound found => "found:" + found.Volume,
        VolumeLost lost => "found:" + lost.Volume,
        VolumeSampled sample => "sample:" + sample.Volume,
        VolumeReadinessChanged readiness => "readiness:" + readiness.Volume,
        SensorFailed failed => $"sensor:{failed.Sensor}:{failed.Subject}",
        SensorRecovered recovered => $"sensor:{recovered.Sensor}:{recovered.Subject}",
        ActionStarted started => "action:" + started.Intent.Resource,
        ActionFinished finished => "action:" + finished.Intent.Resource,
        AlarmRaised raised => "alarm:" + raised.Key,
        AlarmCleared cleared => "alarm:" + cleared.Key,
        _ => null,
    };

    /// <summary>Whether the newest event under a key says that there is nothing any more, so that the key itself can go.</summary>
    public static bool IsEnd(Event e) => e is
        AlarmCleared or SensorRecovered or MountChanged { Change: Change.Removed } or BlockDeviceChanged { Change: Change.Removed };
}
