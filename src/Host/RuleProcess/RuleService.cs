using EventOps.Host.Pipeline;
using EventOps.Linux.Native;
using EventOps.Model;
using EventOps.Rules.Process;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Keeps the rules in the folder in force: reads them when they change, tries them, and swaps the process that runs them
/// between two events. When anything about new rules is wrong, those in force stay. A process that ends is made anew, and the
/// rule that ended it is left out until its file changes.
/// </summary>
internal sealed partial class RuleService : IRuleLink, IAsyncDisposable
{
    private const string Source = RuleProcessLink.Source;

    private readonly RuleFiles _files;
    private readonly string _folder;
    private readonly Inbox _inbox;
    private readonly EventBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RuleRegister _register;
    private readonly LastGoodRules _lastGood;
    private readonly RecentLines _recent = new();
    private readonly RuleLauncher _launcher;
    private readonly RuleTimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _reloading = new(1);
    private readonly SemaphoreSlim _swapping = new(1);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private RuleSetManifest? _manifest;
    private IReadOnlyList<RuleSummary> _loaded = [];
    private IReadOnlyList<RuleShape> _shapes = [];
    private IReadOnlyList<RuleProblem> _refused = [];
    private IReadOnlyList<(string Name, string Sha256)> _proven = [];
    private volatile RuleProcessLink? _link;
    private RuleFolderWatch? _watch;
    private int _isDisposed;
    private Task _supervision = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    /// <param name="begun">A rule process that starts already, for the first rules: <see cref="RuleLauncher.Begin"/>. Without it, one is started when they are read.</param>
    public RuleService(
        RuleFiles files,
        RuleServiceOptions options,
        Inbox inbox,
        EventBoard board,
        StreamClock clock,
        TimeProvider time,
        ILogger<RuleService> log,
        Task<RuleProcessLink>? begun = null)
    {
        (_files, _folder, _inbox, _board, _time, _log) = (files, files.Folder, inbox, board, time, log);
        _register = new RuleRegister(options.StateFolder, options.NewRules);
        _lastGood = new LastGoodRules(options.StateFolder);
        _launcher = new RuleLauncher(options, inbox, board, _recent, time, log);
        if (begun is null)
        {
            RulePage.RemoveStale(options.RuntimeFolder);
        }
        else
        {
            _launcher.Prepare(begun);
        }

        _timer = new RuleTimer(inbox, clock, time);
    }

    /// <summary>The rules in force, and those that are parked, each with its mode.</summary>
    public IReadOnlyList<RuleSummary> Rules => WithParked(_loaded);

    /// <summary>What the rules in force look at and bring about, and their authors' words for it.</summary>
    public IReadOnlyList<RuleShape> Shapes => _shapes;

    /// <summary>Told how far the rules have come: the rule process, and the sequence of each event that it has dealt with. For measurements.</summary>
    public Action<int, long>? DealtWith { get; init; }

    /// <summary>The rule process, 0 while there is none.</summary>
    public int ProcessId => _link?.ProcessId ?? 0;

    /// <summary>The rules have not dealt with all events yet, or are not there.</summary>
    public bool IsBusy => _link?.IsBusy ?? true;

    /// <summary>Reads, compiles and loads the rules for the first time, and follows the folder from then on. Broken rules are replaced by those last in force.</summary>
    /// <returns>What is wrong with them when there is nothing to put in their place; empty when rules are in force.</returns>
    public async Task<IReadOnlyList<RuleProblem>> StartAsync(CancellationToken cancellationToken)
    {
        var lastGood = _lastGood.Find();
        _proven = [.. lastGood?.Files.SelectMany(f => f.Rules.Select(r => (r.Name, f.Sha256))) ?? []];
        var problems = await ReloadAsync(cancellationToken);
        if (problems.Count > 0 && lastGood is not null && (await ReplaceAsync(lastGood, isRehearsed: false, cancellationToken)).Count == 0)
        {
            LogLastGood(problems.Count);
            Refuse(problems);
            problems = [];
        }

        if (problems.Count == 0)
        {
            _supervision = SuperviseAsync();
            _following = FollowFolderAsync();
            _keeping = _time.CreateTimer(_ => AskToKeep(), null, KeepEvery, KeepEvery);
        }

        return problems;
    }

    /// <summary>Reads, compiles, tries and loads the rules anew. On any problem the rules in force stay.</summary>
    /// <returns>What is wrong with the new ones; empty when they are in force now.</returns>
    public Task<IReadOnlyList<RuleProblem>> ReloadAsync(CancellationToken cancellationToken) => ReloadAsync(onlyIfChanged: false, cancellationToken);

    /// <summary>Lets a rule act that observes so far.</summary>
    /// <param name="name">The rule's name; * for all.</param>
    /// <param name="by">Who said so.</param>
    /// <returns>How many were promoted; none when there is no rule of that name.</returns>
    public int Promote(string name, string by)
    {
        var wanted = _loaded.Where(r => name == "*" || r.Name == name).ToList();
        if (wanted.Count > 0)
        {
            _register.Promote(wanted);
            foreach (var rule in wanted)
            {
                _inbox.Post(new RulePromoted(rule.Name, rule.Sha256, by), Source);
            }
        }

        return wanted.Count;
    }

    public void Send(long sequence, ReadOnlyMemory<byte> line)
    {
        _recent.Add(sequence, line.Span);
        _link?.Send(sequence, line);
    }

    public void Flush() => _link?.Flush();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_supervision, _following);
        _watch?.Dispose();
        await _timer.DisposeAsync();
        await (_keeping?.DisposeAsync() ?? ValueTask.CompletedTask);
        await RememberAsync(CancellationToken.None);
        var link = _link;
        _link = null;
        if (link is not null)
        {
            await link.DisposeAsync();
        }

        await _launcher.DisposeAsync();
        _files.Dispose();
        _stopping.Dispose();
        _reloading.Dispose();
        _swapping.Dispose();
        _changed.Dispose();
        _remembering.Dispose();
    }

    private async Task<IReadOnlyList<RuleProblem>> ReloadAsync(bool onlyIfChanged, CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        _launcher.Prepare();
        try
        {
            var read = await _files.ReadAsync(cancellationToken);
            if (read.Manifest is null)
            {
                return Refuse(read.Errors);
            }

            if (onlyIfChanged && IsInForce(read.Manifest))
            {
                Accepted();
                return [];
            }

            foreach (var warning in read.Warnings)
            {
                LogWarning(warning);
            }

            return await ReplaceAsync(read.Manifest, isRehearsed: true, cancellationToken);
        }
        finally
        {
            await _launcher.DiscardAsync();
            _reloading.Release();
        }
    }

    private bool IsInForce(RuleSetManifest manifest) =>
        _manifest is { } now && manifest.Files.Select(f => (f.File, f.Sha256)).SequenceEqual(now.Files.Select(f => (f.File, f.Sha256)));

    private async Task<IReadOnlyList<RuleProblem>> ReplaceAsync(RuleSetManifest read, bool isRehearsed, CancellationToken cancellationToken)
    {
        await _swapping.WaitAsync(cancellationToken);
        try
        {
            var manifest = read with { Parked = _register.ParkedIn(read) };
            var launch = await _launcher.LaunchAsync(manifest, cancellationToken);
            var problems = launch.Problems;
            if (problems.Count == 0 && isRehearsed && launch.Link is { } candidate)
            {
                problems = await _launcher.RehearseAsync(candidate, manifest, Unproven(launch.Rules), cancellationToken);
            }

            if (launch.Link is null || problems.Count > 0)
            {
                await (launch.Link?.DisposeAsync() ?? ValueTask.CompletedTask);
                return Refuse(problems);
            }

            await TakeOverAsync(manifest, launch, cancellationToken);
            return [];
        }
        finally
        {
            _swapping.Release();
        }
    }

    /// <summary>Rules that are not, and were not when the daemon ended, in force with the same text.</summary>
    private IReadOnlyList<string> Unproven(IReadOnlyList<RuleSummary> rules)
    {
        var proven = _loaded.Select(r => (r.Name, r.Sha256)).Concat(_proven).ToHashSet();
        return [.. rules.Where(r => !proven.Contains((r.Name, r.Sha256))).Select(r => r.Name)];
    }

    private async Task TakeOverAsync(RuleSetManifest manifest, RuleLaunch launch, CancellationToken cancellationToken)
    {
        Unpark(manifest);
        if (_register.IsNew)
        {
            _register.Promote(launch.Rules);
            foreach (var rule in launch.Rules)
            {
                _inbox.Post(new RulePromoted(rule.Name, rule.Sha256, "installed"), Source);
            }
        }

        if (_register.Trouble is { } trouble)
        {
            LogTrouble(trouble);
        }

        _lastChanged = _manifest is null ? null : manifest.Files.LastOrDefault(f => !_manifest.Files.Any(o => o.Sha256 == f.Sha256))?.File ?? _lastChanged;
        _manifest = manifest;
        if (_lastGood.Keep(manifest) is { } unkept)
        {
            LogTrouble(unkept);
        }

        await RememberAsync(cancellationToken);
        await SwapInAsync(launch, cancellationToken);
        Accepted();
    }

    /// <summary>On the pipeline's loop, so that no event falls between what the old process saw and what the new one is told.</summary>
    /// <remarks>The record of it stands exactly where the swap was: a replay swaps at the same place.</remarks>
    private Task SwapInAsync(RuleLaunch launch, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = launch.Link!;
        link.Due = _timer.Set;
        link.DealtWith = DealtWith is { } told ? sequence => told(link.ProcessId, sequence) : null;
        link.Parked = rule => Park(rule, isInProcess: true);
        var changed = Changed(launch.Rules);
        link.Forgotten = forgotten => TellLost(forgotten.Where(f => changed.Contains(f.Rule)));
        void Swap()
        {
            HandOver(link);

            var old = _link;
            (_loaded, _shapes) = (launch.Rules, launch.Shapes);
            _link = link;
            _links.Writer.TryWrite(link);

            // Whatever stands may make the new rules fire now, not only when something changes next.
            _inbox.Post(new ClockTick(), Source);
            if (old is not null)
            {
                old.Due = null;
                _ = old.DisposeAsync().AsTask();
            }

            done.TrySetResult();
        }

        _inbox.Post(Swap, new RulesLoaded(WithParked(launch.Rules)), Source);
        return done.Task.WaitAsync(cancellationToken);
    }

    private IReadOnlyList<RuleSummary> WithParked(IReadOnlyList<RuleSummary> loaded) =>
        [.. Modes(loaded).Concat(_register.Parked().Where(p => loaded.All(r => r.Name != p.Name)))];

    private IReadOnlyList<RuleSummary> Modes(IReadOnlyList<RuleSummary> rules) => [.. rules.Select(r => r with { Mode = _register.ModeOf(r.Name, r.Sha256) })];

    private async Task FollowFolderAsync()
    {
        try
        {
            _watch = new RuleFolderWatch(_folder, _time, AskForReload, LogUnwatched);
            while (true)
            {
                // One at a time; whatever changed meanwhile is one more, so that the last save always wins.
                await _changed.WaitAsync(_stopping.Token);
                await ReloadAsync(onlyIfChanged: true, _stopping.Token);
            }
        }
        catch (LinuxException e)
        {
            LogUnwatched(e.Message);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private void AskForReload()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Asked already, and not begun yet.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rules: {Problem}")]
    private partial void LogWarning(RuleProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules have {Count} problems; those that were in force last are used")]
    private partial void LogLastGood(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rules: {Trouble}")]
    private partial void LogTrouble(string trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules folder cannot be watched: {Reason}; after a change, send SIGHUP")]
    private partial void LogUnwatched(string reason);
}
