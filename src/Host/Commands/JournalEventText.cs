using System.Globalization;
using System.Text;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary>An event's payload in a few words.</summary>
internal static class JournalEventText
{
    public static string Of(Event e) => e switch
    {
        VolumeSampled s => Of(s),
        VolumeFound f => $"{f.Volume} is there: {f.FileSystem} on {f.Storage} at {f.MountPoint}",
        VolumeLost l => $"{l.Volume} is not there: {l.Reason}",
        VolumeReadinessChanged r when r.Obstacles.Count == 0 => $"{r.Volume} could be grown by {r.Room}",
        VolumeReadinessChanged r => $"{r.Volume} could not be grown: {string.Join("; ", r.Obstacles)}",
        MountChanged m => $"{m.Change} {m.MountPoint}: {m.FileSystem} on {m.Source}{(m.IsReadOnly ? ", read-only" : "")}",
        BlockDeviceChanged b => $"{b.Change} {b.Name}: {b.Size}{(b.BackingFile is { } file ? " over " + file : "")}",
        IntentProposed p => FormattableString.Invariant($"'{p.Rule}' wants, after {p.DecidedAfter}, to {Of(p.Intent)}: {p.Intent.Because}"),
        GuardVerdict v => FormattableString.Invariant($"intent {v.IntentSequence} on {v.Resource}: {v.Verdict}{Because(v.Reason)}"),
        ActionStarted a => FormattableString.Invariant($"action {a.IntentSequence} begins: {string.Join(", then ", a.Steps)}"),
        StepStarted s => FormattableString.Invariant($"action {s.IntentSequence}, step {s.Step}: {s.Does}"),
        StepFinished s => FormattableString.Invariant($"action {s.IntentSequence}, step {s.Step}: {s.Outcome} in {Duration.Format(s.Took)}; before {s.Before}, after {s.After}"),
        ActionFinished a => FormattableString.Invariant($"action {a.IntentSequence}: {a.Outcome} in {Duration.Format(a.Took)}{Because(a.Detail)}"),
        _ => OfRest(e),
    };

    /// <summary>What an intent wants, to be read after "to".</summary>
    public static string Of(Intent intent) => intent switch
    {
        GrowVolume grow => $"grow {grow.Volume} to {grow.ToAtLeast}",
        RaiseAlarm raise => $"raise {raise.Severity} {raise.Key}",
        ClearAlarm clear => $"clear {clear.Key}",
        _ => $"{Words(intent.GetType().Name)} ({intent.Resource})",
    };

    /// <summary>RemountWritable as "remount writable".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    private static string OfRest(Event e) => e switch
    {
        AlarmRaised a => $"{a.Severity} {a.Key}: {a.Message}",
        AlarmCleared a => a.Key,
        ProposalApproved p => $"{p.By} said yes to {p.Name}",
        DaemonStarted d => FormattableString.Invariant($"version {d.Version}, process {d.ProcessId}, boot {d.BootId}"),
        DaemonStopping d => d.Reason,
        SettingsLoaded s => FormattableString.Invariant($"{s.File}: mode {s.Mode}, {s.Volumes.Count.Counted("volume")}"),
        RulesLoaded r => FormattableString.Invariant($"{r.Rules.Count.Counted("rule")}: {string.Join(", ", r.Rules.Select(x => x.Name))}"),
        RulesRefused r => string.Join("; ", r.Problems),
        RuleFaulted f => $"'{f.Rule}' in {f.Where}: {f.Message}",
        SensorGap g => $"{g.Sensor}: {g.Reason}",
        SensorFailed f => $"{f.Sensor} {f.Subject}: {f.Reason}; {f.Cure}",
        SensorRecovered r => $"{r.Sensor} {r.Subject}",
        LvmReported l => Of(l),
        PoolDiskSeen d => $"{d.Disk.Path}: {(d.Disk.IsAttached ? d.Disk.Device : d.Disk.Exists ? "not attached" : "not there")}, {d.Disk.Size}, {d.Disk.Content}",
        MountSeen m => $"{m.Mount.Path}: {(m.Mount.IsMounted ? m.Mount.Source : "not mounted")}{(m.Mount.IsReadOnly ? ", read-only" : "")}{(m.Mount.IsSuspended ? ", suspended" : "")}",
        FolderSeen f => $"{f.Folder.Path}: mode {f.Folder.Mode}, uid {f.Folder.Owner}{(f.Folder.IsImmutable ? ", immutable" : "")}",
        DeletedFilesSeen d => d.Files.Count == 0 ? "none" : string.Join("; ", d.Files.Select(f => $"{f.Name} held by {f.Pid}: {f.Size}")),
        BootUnitSeen b => $"{b.Unit.Pool}: {(b.Unit.Problem.Length == 0 ? "as it should be" : b.Unit.Problem)}",
        StorageLooked l => l.Why,
        ClockTick => "",
        JournalSegment s => $"segment begins: {s.Because}",
        JournalGap g => FormattableString.Invariant($"{g.From} to {g.To} are missing: {g.Reason}"),
        JournalTorn t => FormattableString.Invariant($"{t.Length} bytes cut off {t.File}, kept as {t.KeptAs}"),
        UnknownEvent u => Encoding.UTF8.GetString(u.Payload.Span),
        _ => e.ToString(),
    };

    private static string Of(VolumeSampled s)
    {
        var used = s.Size - s.Free;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{s.Volume} {Percent.Of(used.Value, used.Value + s.Available.Value)} in use, {s.Available} left of {s.Size}");
        var rate = ByteRate.Max(s.ShortRate, s.LongRate);
        return text
            + (rate.PerSecond > 0 ? $", filling at {rate}" : "")
            + (s.TimeToFull is { } left ? $", full in {Duration.Format(left)}" : "")
            + (s.IsReadOnly ? ", read-only" : "");
    }

    private static string Of(LvmReported report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join("; ", report.Groups.Select(g => $"{g.Name} with {g.Growable} to give{(g.Moved is { } moved ? $", {moved} of a move done" : "")}"))}; {report.Disks.Count.Counted("disk")}, {report.Volumes.Count.Counted("volume")}{(report.Blindness is null ? "" : ", some hidden")}");

    private static string Because(string reason) => reason.Length == 0 ? "" : ": " + reason;
}
