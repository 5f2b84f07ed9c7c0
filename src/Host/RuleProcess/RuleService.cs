using EventOps.Host.Pipeline;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Rules.Process;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Keeps a rule process running: starts it, swaps a new one in between two events, and starts another when one ends or hangs.
/// A fresh process is told what stands, so that it decides on from there.
/// </summary>
internal sealed partial class RuleService(RuleFiles files, RuleServiceOptions options, Inbox inbox, EventBoard board, TimeProvider time, ILogger<RuleService> log)
    : IRuleLink, IAsyncDisposable
{
    private const string Source = RuleProcessLink.Source;

    private readonly CancellationTokenSource _stopping = new();
    private RuleSetManifest? _manifest;
    private volatile RuleProcessLink? _link;
    private ITimer? _watchdog;
    private Task _supervision = Task.CompletedTask;

    /// <summary>The rules in force.</summary>
    public IReadOnlyList<RuleSummary> Rules { get; private set; } = [];

    /// <summary>The rule process, 0 while there is none.</summary>
    public int ProcessId => _link?.ProcessId ?? 0;

    /// <summary>Reads, compiles and loads the rules for the first time.</summary>
    /// <returns>What is wrong with them; empty when they are in force.</returns>
    public async Task<IReadOnlyList<RuleProblem>> StartAsync(CancellationToken cancellationToken)
    {
        var problems = await ReloadAsync(cancellationToken);
        if (problems.Count == 0)
        {
            _watchdog = time.CreateTimer(_ => EndIfStuck(), null, options.AnswerWithin, options.AnswerWithin);
            _supervision = SuperviseAsync();
        }

        return problems;
    }

    /// <summary>Reads, compiles and loads the rules anew. On any problem the rules in force stay.</summary>
    /// <returns>What is wrong with the new ones; empty when they are in force now.</returns>
    public async Task<IReadOnlyList<RuleProblem>> ReloadAsync(CancellationToken cancellationToken)
    {
        var read = await files.ReadAsync(cancellationToken);
        foreach (var warning in read.Warnings)
        {
            LogWarning(warning);
        }

        if (read.Manifest is null)
        {
            inbox.Post(new RulesRefused(read.Errors), Source);
            return read.Errors;
        }

        var (link, report) = await LaunchAsync(read.Manifest, cancellationToken);
        if (report.Problems.Count > 0)
        {
            await link.DisposeAsync();
            inbox.Post(new RulesRefused(report.Problems), Source);
            return report.Problems;
        }

        _manifest = read.Manifest;
        SwapIn(link, report);
        return [];
    }

    public void Send(long sequence, ReadOnlyMemory<byte> line) => _link?.Send(sequence, line);

    public void Flush() => _link?.Flush();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_watchdog is not null)
        {
            await _watchdog.DisposeAsync();
        }

        var link = _link;
        _link = null;
        if (link is not null)
        {
            await link.DisposeAsync();
        }

        await _supervision;
        _stopping.Dispose();
    }

    private async Task<(RuleProcessLink Link, RuleSetReport Report)> LaunchAsync(RuleSetManifest manifest, CancellationToken cancellationToken)
    {
        var link = await RuleProcessLink.StartAsync(
            SelfProgram.As(HiddenVerbs.RunRules, options.Memory, options.User.ToString(Invariant), Environment.ProcessId.ToString(Invariant)),
            inbox,
            time,
            log);
        try
        {
            return (link, await link.LoadAsync(manifest, cancellationToken));
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>On the pipeline's loop, so that no event falls between what the old process saw and what the new one is told.</summary>
    /// <remarks>The record of it stands exactly where the swap was: a replay swaps at the same place.</remarks>
    private void SwapIn(RuleProcessLink link, RuleSetReport report) => inbox.Post(
        () => SwapNow(link, report), new RulesLoaded(report.Rules), Source);

    private void SwapNow(RuleProcessLink link, RuleSetReport report)
    {
        foreach (var standing in board.Standing().Where(s => EventKinds.IsForRules(s.Event)))
        {
            link.SendPast(standing.Line);
        }

        var old = _link;
        Rules = report.Rules;
        _link = link;
        // Whatever stands may make the new rules fire now, not only when something changes next.
        inbox.Post(new ClockTick(), Source);
        if (old is not null)
        {
            _ = old.DisposeAsync().AsTask();
        }
    }

    private void EndIfStuck()
    {
        if (_link?.EndIfStuck(options.AnswerWithin) is { } sequence)
        {
            inbox.Post(new RuleFaulted("", "process", $"no answer for {Duration.Format(options.AnswerWithin)} after event {sequence}; it is ended and started anew"), Source);
        }
    }

    private async Task SuperviseAsync()
    {
        var restart = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<CommandException>().Handle<IOException>(),
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(30),
                MaxRetryAttempts = int.MaxValue,
            })
            .Build();
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var watched = await NextLinkAsync();
                await watched.Ended.WaitAsync(_stopping.Token);
                if (_link != watched)
                {
                    continue;
                }

                LogEnded(watched.ProcessId);
                _link = null;
                await watched.DisposeAsync();
                await restart.ExecuteAsync(async token => await RelaunchAsync(token), _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private async Task RelaunchAsync(CancellationToken cancellationToken)
    {
        var (link, report) = await LaunchAsync(_manifest!, cancellationToken);
        SwapIn(link, report);
    }

    private async Task<RuleProcessLink> NextLinkAsync()
    {
        while (true)
        {
            if (_link is { } link)
            {
                return link;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), time, _stopping.Token);
        }
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rules: {Problem}")]
    private partial void LogWarning(RuleProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule process {ProcessId} ended; another is started")]
    private partial void LogEnded(int processId);
}

/// <param name="User">The user that rules run as.</param>
/// <param name="Memory">The most memory of the rule process's heap.</param>
/// <param name="AnswerWithin">A rule process that is busy with one event for longer is ended.</param>
internal sealed record RuleServiceOptions(uint User, Bytes Memory, TimeSpan AnswerWithin);
