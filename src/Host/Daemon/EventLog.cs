using System.Threading.Channels;
using EventOps.Host.Commands;
using EventOps.Model;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Daemon;

/// <summary>
/// Says in the log what a person following it would want to know; the journal has everything. Written aside from the pipeline:
/// a console that nobody reads must not hold up a growth.
/// </summary>
internal sealed partial class EventLog : IAsyncDisposable
{
    private const int Waiting = 4096;

    private readonly ILogger _log;
    private readonly Channel<Event> _events;
    private readonly Task _writing;
    private int _dropped;

    /// <summary>The verdict on an intent is the very next event after it.</summary>
    private IntentProposed? _proposed;

    public EventLog(ILogger log)
    {
        _log = log;
        _events = Channel.CreateBounded<Event>(
            new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite },
            _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    public void Post(Event e)
    {
        if (e is not (VolumeSampled or MountChanged or BlockDeviceChanged or StepStarted or ActionStarted))
        {
            _events.Writer.TryWrite(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (var e in _events.Reader.ReadAllAsync())
        {
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            {
                LogDropped(dropped);
            }

            Write(e);
        }
    }

    private void Write(Event e)
    {
        switch (e)
        {
            case VolumeFound found:
                LogFound(found.Volume, found.FileSystem, found.Storage);
                break;
            case VolumeLost lost:
                LogLost(lost.Volume, lost.Reason);
                break;
            case IntentProposed proposed:
                _proposed = proposed;
                break;
            case GuardVerdict verdict when _proposed is { } judged:
                Write(judged, verdict);
                break;
            case StepFinished step:
                LogStep(step.Does, step.Outcome, step.Before, step.After, Duration.Format(step.Took));
                break;
            case ActionFinished { Outcome: Outcome.Succeeded or Outcome.AlreadySo } finished:
                LogDone(Describe(finished.Intent), Duration.Format(finished.Took), finished.Detail);
                break;
            case ActionFinished finished:
                LogNotDone(Describe(finished.Intent), finished.Outcome, finished.Detail);
                break;
            case AlarmRaised alarm:
                LogAlarm(alarm.Severity, alarm.Key, alarm.Message);
                break;
            case AlarmCleared cleared:
                LogCleared(cleared.Key);
                break;
            case SensorFailed failed:
                LogSensorFailed(failed.Sensor, failed.Subject, failed.Reason, failed.Cure);
                break;
            case SensorRecovered recovered:
                LogSensorRecovered(recovered.Sensor, recovered.Subject);
                break;
            case SensorGap gap:
                LogGap(gap.Sensor, gap.Reason);
                break;
            case RuleFaulted fault:
                LogFault(fault.Rule, fault.Where, fault.Message);
                break;
            case RulesLoaded loaded:
                LogRules(loaded.Rules.Count);
                break;
            case RulePromoted { By: not "installed" } promoted:
                LogPromoted(promoted.Rule, promoted.By);
                break;
            case RuleUnparked unparked:
                LogUnparked(unparked.Rule, unparked.Reason);
                break;
            case RuleStateLost lost:
                LogStateLost(lost.Rule, string.Join("; ", lost.What));
                break;
            case RulesRefused refused:
                foreach (var problem in refused.Problems)
                {
                    LogRuleProblem(problem, problem.SourceLine?.Trim() ?? "");
                }

                break;
            default:
                break;
        }
    }

    /// <summary>A rule asks again as long as its reason stands; only what is answered with yes, or would be, is worth a line of its own.</summary>
    private void Write(IntentProposed proposed, GuardVerdict verdict)
    {
        var intent = Describe(proposed.Intent);
        switch (verdict.Verdict)
        {
            case Verdict.Refused:
                LogRefused(proposed.Rule, intent, verdict.Reason);
                break;
            case Verdict.AwaitsApproval:
                LogAwaits(intent, proposed.Intent.Because, verdict.Reason);
                break;
            case Verdict.Observed:
                LogProposed(proposed.Rule, intent, proposed.Intent.Because);
                LogObserved(intent, verdict.Reason);
                break;
            default:
                LogProposed(proposed.Rule, intent, proposed.Intent.Because);
                break;
        }
    }

    private static string Describe(Intent intent) => intent switch
    {
        GrowVolume grow => $"grow {grow.Volume} to {grow.ToAtLeast}",
        RaiseAlarm raise => $"raise {raise.Key}",
        ClearAlarm clear => $"clear {clear.Key}",
        _ => JournalEventText.Of(intent),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages were dropped: the log is not read fast enough")]
    private partial void LogDropped(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Volume {Volume} is there: {FileSystem} on {Storage}")]
    private partial void LogFound(string volume, string fileSystem, string storage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Volume {Volume} is not there: {Reason}; it is watched again once it is")]
    private partial void LogLost(string volume, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule '{Rule}' wants to {Intent}: {Because}")]
    private partial void LogProposed(string rule, string intent, string because);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Waits for a yes: {Intent}, because {Because}: {Reason}")]
    private partial void LogAwaits(string intent, string because, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Not carried out: {Intent}: {Reason}")]
    private partial void LogObserved(string intent, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Rule '{Rule}' may not {Intent}: {Reason}")]
    private partial void LogRefused(string rule, string intent, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Step: {Does}: {Outcome}, {Before} before, {After} after, {Took}")]
    private partial void LogStep(string does, Outcome outcome, string before, string after, string took);

    [LoggerMessage(Level = LogLevel.Information, Message = "Done in {Took}: {Intent} ({Detail})")]
    private partial void LogDone(string intent, string took, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not done: {Intent}: {Outcome}: {Detail}")]
    private partial void LogNotDone(string intent, Outcome outcome, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Severity} alarm {Key}: {Text}")]
    private partial void LogAlarm(Severity severity, string key, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Alarm {Key} is over")]
    private partial void LogCleared(string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sensor {Sensor} {Subject}: {Reason}; {Cure}")]
    private partial void LogSensorFailed(string sensor, string subject, string reason, string cure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sensor {Sensor} {Subject} works again")]
    private partial void LogSensorRecovered(string sensor, string subject);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sensor {Sensor}: {Reason}")]
    private partial void LogGap(string sensor, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rule '{Rule}' failed in {Where}: {Problem}")]
    private partial void LogFault(string rule, string where, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} rules are in force")]
    private partial void LogRules(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rules refused: {Problem}: {SourceLine}")]
    private partial void LogRuleProblem(RuleProblem problem, string sourceLine);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule '{Rule}' may act, says {By}")]
    private partial void LogPromoted(string rule, string by);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule '{Rule}' was changed and begins to count anew: {What}")]
    private partial void LogStateLost(string rule, string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule '{Rule}' is taken again: {Reason}")]
    private partial void LogUnparked(string rule, string reason);
}
