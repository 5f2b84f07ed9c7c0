using EventOps.Model;

namespace EventOps.Host.Control;

/// <summary>How the daemon and what it watches are now: the answer to <c>status</c>.</summary>
internal sealed record StatusReport(
    string Version,
    int ProcessId,
    DateTimeOffset Started,
    ActingMode Mode,
    IReadOnlyList<VolumeStatus> Volumes,
    IReadOnlyList<AlarmStatus> Alarms,
    IReadOnlyList<ProposalStatus> Proposals,
    IReadOnlyList<ActionStatus> Actions,
    IReadOnlyList<RuleSummary> Rules,
    JournalStatus Journal);

/// <param name="State">"watched", "not there", "unread" while its reading hangs, or "growing".</param>
/// <param name="TimeToFull">At the present rate; null when it is not filling.</param>
/// <param name="Obstacles">What stands in the way of growing it.</param>
internal sealed record VolumeStatus(
    string Volume,
    string State,
    string MountPoint,
    string FileSystem,
    VolumeKind Kind,
    string Storage,
    Bytes Size,
    Bytes Available,
    Percent Used,
    Percent InodesUsed,
    Bytes DeviceSize,
    Bytes Ceiling,
    Percent GrowAt,
    ByteRate FillRate,
    TimeSpan? TimeToFull,
    Bytes Room,
    IReadOnlyList<string> Obstacles);

internal sealed record AlarmStatus(string Key, Severity Severity, string Message, DateTimeOffset Since);

/// <summary>What could be done once an operator says yes to it.</summary>
internal sealed record ProposalStatus(string Name, string Because, string Risk);

/// <summary>The newest action on a resource.</summary>
/// <param name="Outcome">Null while it runs.</param>
internal sealed record ActionStatus(long Sequence, string Resource, string What, Outcome? Outcome, string Detail, TimeSpan? Took, DateTimeOffset At);

/// <param name="Reason">Why it keeps records in memory only; empty when it is well.</param>
internal sealed record JournalStatus(long LastSequence, bool IsDegraded, string Reason, long Lost);
