using EventOps.Host.Actions;
using EventOps.Host.Confirming;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Host.Settings;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Sensors;
using EventOps.Sensors.Volumes;

namespace EventOps.Host.Daemon;

/// <summary>What the daemon is put together from; see <see cref="DaemonAssembly"/>.</summary>
internal sealed record DaemonParts(
    DaemonSettings Settings,
    SettingsLoaded SettingsLoaded,
    JournalWriter Journal,
    Inbox Inbox,
    EventBoard Board,
    ActionGuard Guard,
    EventPipeline Pipeline,
    RuleService Rules,
    ActionExecutor Executor,
    CommitConfirm? Confirmation,
    Recovery Recovery,
    Rehearsal Rehearsal,
    ReadinessWatch Readiness,
    IReadOnlyList<ISensor> PlaceSensors,
    IReadOnlyList<ISensor> OtherSensors,
    VolumeSensor Volumes) : IDisposable
{
    public void Dispose()
    {
        Executor.Dispose();
        Pipeline.Dispose();
        Journal.Dispose();
    }
}
