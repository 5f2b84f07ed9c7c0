using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using EventOps.Model;
using EventOps.Sensors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Daemon;

/// <summary>
/// The daemon's life: what was left is read, rules are loaded, sensors begin, and unfinished actions are taken up, in this order;
/// and the other way round at the end.
/// </summary>
internal sealed partial class EventDaemon(DaemonParts parts, SettingsInForce settings, TimeProvider time, ILogger<EventDaemon> log) : IHostedService, IAsyncDisposable
{
    private const string Source = "daemon";

    /// <summary>By then all has been read for the first time, and the rules were asked once what they remember.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(90);

    /// <summary>Long enough for a storage command to end, and as long as the unit file allows (TimeoutStopSec). A move between disks is not waited for.</summary>
    internal static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(3);

    /// <summary>The rest is for an end in good order.</summary>
    private static readonly TimeSpan StepsEndWithin = TimeSpan.FromSeconds(150);

    private readonly CompositeDisposable _subscriptions = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _pipeline = Task.CompletedTask;
    private Task _settling = Task.CompletedTask;
    private EventLog? _log;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new EventLog(log);
        _subscriptions.Add(parts.Pipeline.Seen.Subscribe(_log.Post));
        _subscriptions.Add(parts.Pipeline.Seen.OfType<ActionFinished>().Subscribe(LookAgain));
        _pipeline = Task.Run(() => parts.Pipeline.RunAsync(CancellationToken.None), CancellationToken.None);
        parts.Inbox.Post(new DaemonStarted(ProgramVersion.Text, BootId.Read(), Environment.ProcessId, Environment.MachineName), Source);
        await parts.Inbox.PostAsync(parts.SettingsLoaded, Source, null, cancellationToken);

        var unconfirmed = parts.Confirmation is { } confirmation ? await confirmation.TakeUpAsync(cancellationToken) : new HashSet<long>();

        // Sensing does not wait for the rules: what it finds out stands on the board until they are there.
        parts.Readiness.Start(parts.Pipeline.Seen);
        StartSensors();
        await StartRulesAsync(cancellationToken);
        foreach (var fault in parts.Recovery.Faults)
        {
            LogFault(fault);
        }

        parts.Recovery.Resume(parts.Executor, parts.Inbox, unconfirmed);
        LogStarted(ProgramVersion.Text, parts.Settings.Mode, parts.Settings.Volumes.Length, parts.Rules.Rules.Count);
        _settling = Task.Run(() => SettleAsync(_stopping.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        LogStopping();
        await _stopping.CancelAsync();
        await _settling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _subscriptions.Dispose();
        parts.Readiness.Dispose();
        await EndStepsAsync(cancellationToken);
        await (parts.Confirmation?.DisposeAsync() ?? ValueTask.CompletedTask);
        await parts.Rules.DisposeAsync();
        var last = await parts.Inbox.PostAsync(new DaemonStopping(settings.Next is null ? "asked to stop" : "beginning anew with new settings"), Source, null, cancellationToken);
        await parts.Journal.MakeDurableAsync(last, cancellationToken);
        parts.Inbox.Complete();
        await _pipeline.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _subscriptions.Dispose();
        _stopping.Dispose();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    /// <summary>A step that does not end is no reason to end in disorder: its action stays open in the journal, and is taken up at the next start.</summary>
    private async Task EndStepsAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StepsEndWithin);
        try
        {
            await parts.Executor.StopAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogLeft(StepsEndWithin);
        }
    }

    /// <summary>What a start leaves to be done when it is over.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await parts.Rehearsal.RunAsync(cancellationToken);
        await Task.Delay(SettledAfter, time, cancellationToken);
        Footprint.Shrink();
    }

    private async Task StartRulesAsync(CancellationToken cancellationToken)
    {
        var problems = await parts.Rules.StartAsync(cancellationToken);
        if (problems.Count > 0)
        {
            throw new StartRefusedException(
                ExitCodes.BadData,
                $"the rules in {parts.Settings.RulesFolder} cannot be used:\n" + string.Join('\n', problems.Select(Show)));
        }
    }

    private static string Show(RuleProblem problem) =>
        problem.SourceLine is { } line ? $"{problem}\n    {line.Trim()}" : problem.ToString();

    private void StartSensors()
    {
        var places = new List<IConnectableObservable<Event>>();
        foreach (var sensor in parts.PlaceSensors)
        {
            var events = sensor.Events.Publish();
            places.Add(events);
            Feed(sensor, events);
        }

        _subscriptions.Add(parts.Volumes.Watch(places.Merge()));
        Feed(parts.Volumes, parts.Volumes.Events);
        foreach (var sensor in parts.OtherSensors)
        {
            Feed(sensor, sensor.Events);
            if (sensor is IAttentiveSensor attentive)
            {
                _subscriptions.Add(parts.Pipeline.Seen.Subscribe(attentive.Hear));
            }
        }

        foreach (var events in places)
        {
            _subscriptions.Add(events.Connect());
        }
    }

    private void Feed(ISensor sensor, IObservable<Event> events) => _subscriptions.Add(events.Subscribe(
        e =>
        {
            if (!parts.Inbox.TryPost(e, sensor.Name))
            {
                LogTurnedAway(sensor.Name);
            }
        },
        e => LogSensorEnded(e, sensor.Name)));

    private void LookAgain(ActionFinished finished)
    {
        if (finished.Intent is GrowVolume grow)
        {
            parts.Volumes.Refresh(grow.Volume);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "EventOps {Version} is sensing, mode {Mode}, volumes: {Volumes}, rules: {Rules}")]
    private partial void LogStarted(string version, ActingMode mode, int volumes, int rules);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal is damaged, what can be read is used: {Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: steps that have begun are let end")]
    private partial void LogStopping();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step has not ended within {Limit}: it is left, and its action taken up at the next start")]
    private partial void LogLeft(TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox is full: an event of sensor {Sensor} is lost")]
    private partial void LogTurnedAway(string sensor);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The stream of sensor {Sensor} ended: a bug")]
    private partial void LogSensorEnded(Exception exception, string sensor);
}
