using EventOps.Host.Daemon;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Control;

/// <summary>Tells the status from what stands on the board: the same events that the rules saw.</summary>
internal static class StatusSource
{
    public static StatusReport Read(DaemonParts parts)
    {
        var standing = parts.Board.Standing();
        var started = standing.LastOrDefault(s => s.Event is DaemonStarted)?.Event.At ?? default;
        var health = parts.Journal.Health;
        return new StatusReport(
            ProgramVersion.Text,
            Environment.ProcessId,
            started,
            parts.Settings.Mode,
            [.. parts.Settings.Volumes.Select(policy => VolumeOf(policy, standing))],
            [.. standing.Select(s => s.Event).OfType<AlarmRaised>().Select(a => new AlarmStatus(a.Key, a.Severity, a.Message, a.At))],
            [.. parts.Guard.Proposals.Select(p => new ProposalStatus(p.Name, p.Because, p.Risk))],
            [.. standing.Select(s => ActionOf(s, standing)).OfType<ActionStatus>()],
            parts.Rules.Rules,
            new JournalStatus(parts.Journal.LastSequence, health.IsDegraded, health.Reason, health.Lost));
    }

    private static VolumeStatus VolumeOf(VolumePolicy policy, IReadOnlyList<Standing> standing)
    {
        var events = standing.Select(s => s.Event).ToList();
        var found = events.OfType<VolumeFound>().LastOrDefault(v => v.Volume == policy.Volume);
        var sample = events.OfType<VolumeSampled>().LastOrDefault(v => v.Volume == policy.Volume);
        var readiness = events.OfType<VolumeReadinessChanged>().LastOrDefault(v => v.Volume == policy.Volume);
        var isGrowing = events.OfType<ActionStarted>().Any(a => a.Intent is GrowVolume grow && grow.Volume == policy.Volume);
        var isUnread = events.OfType<SensorFailed>().Any(f => f.Sensor == SensorNames.Volumes && f.Subject == policy.Volume);
        var used = sample is null ? default : sample.Size - sample.Free;
        return new VolumeStatus(
            policy.Volume,
            found is null ? "not there" : isUnread ? "unread" : isGrowing ? "growing" : "watched",
            found?.MountPoint ?? policy.MountPoint ?? "",
            found?.FileSystem ?? "",
            found?.Kind ?? VolumeKind.Fixed,
            found?.Storage ?? policy.Device ?? "",
            sample?.Size ?? default,
            sample?.Available ?? default,
            sample is null ? default : Percent.Of(used.Value, (used + sample.Available).Value),
            sample is null ? default : Percent.Of(sample.Inodes - sample.InodesFree, sample.Inodes),
            sample?.DeviceSize ?? default,
            policy.Ceiling,
            policy.GrowAt,
            sample is null ? default : ByteRate.Max(ByteRate.Zero, ByteRate.Max(sample.ShortRate, sample.LongRate)),
            sample?.TimeToFull,
            readiness?.Room ?? default,
            [.. (readiness?.Obstacles ?? []).Select(o => o.ToString())]);
    }

    private static ActionStatus? ActionOf(Standing standing, IReadOnlyList<Standing> all) => standing.Event switch
    {
        ActionStarted a => new ActionStatus(a.IntentSequence, a.Intent.Resource, string.Join(", then ", a.Steps), null, a.Intent.Because + ProgressOf(a.Intent, all), null, a.At),
        ActionFinished a => new ActionStatus(a.IntentSequence, a.Intent.Resource, a.Intent.Because, a.Outcome, a.Detail, a.Took, a.At),
        _ => null,
    };

    /// <summary>Of what may take hours.</summary>
    private static string ProgressOf(Intent intent, IReadOnlyList<Standing> standing) =>
        (intent switch { EmptyDisk e => e.Pool, FinishMove f => f.Pool, _ => null }) is { } pool
        && standing.Select(s => s.Event).OfType<LvmReported>().LastOrDefault()?.Groups.FirstOrDefault(g => g.Name == pool)?.Moved is { } moved
            ? $"; {moved} done"
            : "";
}
