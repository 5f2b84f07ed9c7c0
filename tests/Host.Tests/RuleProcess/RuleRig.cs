using System.Collections.Immutable;
using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Journal;
using EventOps.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventOps.Host.Tests.RuleProcess;

/// <summary>The way of rules through the daemon, with real processes and a real journal, and no sensors or actuators about it.</summary>
internal sealed class RuleRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _scratch;
    private static readonly string SharedCache = Path.Combine(Path.GetTempPath(), $"eventops-tests-rules-{Environment.ProcessId}");

    private readonly JournalWriter _journal;
    private readonly ActionExecutor _executor;
    private readonly EventPipeline _pipeline;
    private readonly Task _running;
    private ImmutableList<Event> _seen = [];
    private bool _isStopped;

    private RuleRig(DirectoryInfo scratch, RuleMode newRules, TimeSpan answerWithin, string cache)
    {
        _scratch = scratch;
        foreach (var folder in (string[])["rules", "state", "run"])
        {
            Directory.CreateDirectory(Path.Combine(scratch.FullName, folder));
        }

        _journal = JournalWriter.Open(Path.Combine(scratch.FullName, "state", "journal"), null, TimeProvider.System);
        var clock = new StreamClock(TimeProvider.System, _journal.LastAt);
        var guard = new ActionGuard();
        _executor = new ActionExecutor([], Inbox, new JournalDurability(_journal), TimeProvider.System);
        Service = new RuleService(
            new RuleFiles(Rules, cache),
            new RuleServiceOptions(65534, Bytes.FromMiB(192), answerWithin)
            {
                RuntimeFolder = Path.Combine(scratch.FullName, "run"),
                StateFolder = State,
                NewRules = newRules,
            },
            Inbox,
            Board,
            clock,
            TimeProvider.System,
            NullLogger<RuleService>.Instance);
        _pipeline = new EventPipeline(Inbox, _journal, clock, Board, guard, Service, _executor);
        _pipeline.Seen.Subscribe(e => ImmutableInterlocked.Update(ref _seen, all => all.Add(e)));
        _running = Task.Run(() => _pipeline.RunAsync(CancellationToken.None));
        Inbox.Post(
            new SettingsLoaded("test", "", ActingMode.Act, [new VolumePolicy { Volume = "data", Ceiling = Bytes.FromGiB(20), MountPoint = "/data" }]), "test");
    }

    public Inbox Inbox { get; } = new();

    public EventBoard Board { get; } = new();

    public RuleService Service { get; }

    public string Rules => Path.Combine(_scratch.FullName, "rules");

    public string State => Path.Combine(_scratch.FullName, "state");

    public IReadOnlyList<Event> Seen => _seen;

    /// <summary>A rig whose rules are in force.</summary>
    public static async Task<RuleRig> StartAsync(params IReadOnlyList<(string File, string Text)> rules)
    {
        var rig = Make(rules: rules);
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        return rig;
    }

    /// <param name="cache">Of compiled rules; one that all tests of the run share unless given.</param>
    public static RuleRig Make(RuleMode newRules = RuleMode.Act, double answerWithinSeconds = 2, string? cache = null, params IReadOnlyList<(string File, string Text)> rules)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "rule processes change their user, which needs root");
        var rig = new RuleRig(Directory.CreateTempSubdirectory("eventops-rig-"), newRules, TimeSpan.FromSeconds(answerWithinSeconds), cache ?? SharedCache);
        foreach (var (file, text) in rules)
        {
            rig.Save(file, text);
        }

        return rig;
    }

    /// <summary>Writes a rule file as an editor does that renames over.</summary>
    public void Save(string file, string text)
    {
        var aside = Path.Combine(Rules, "." + file + ".swp");
        File.WriteAllText(aside, text);
        File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(aside, Path.Combine(Rules, file), overwrite: true);
    }

    /// <summary>Says how full a volume is, which makes rules of <see cref="RuleTexts"/> act.</summary>
    public void Sample(string volume, int percent)
    {
        var size = Bytes.FromGiB(10);
        var left = new Bytes(size.Value / 100 * (100 - percent));
        Inbox.Post(new VolumeFound(volume, "/" + volume, "loop0", "xfs", VolumeKind.Image, "/srv/image"), "test");
        Inbox.Post(new VolumeSampled(volume, size, left, left, 1000, 900, size, size, default, default, false), "test");
    }

    /// <summary>Waits for an event, those before included.</summary>
    public async Task<T> UntilAsync<T>(Func<T, bool> wanted)
        where T : Event
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (_seen.OfType<T>().LastOrDefault(wanted) is { } found)
            {
                return found;
            }

            try
            {
                await Task.Delay(20, patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"no such {typeof(T).Name}; seen: {string.Join("\n", _seen.Select(e => e.ToString()).TakeLast(30))}");
            }
        }
    }

    /// <summary>Waits until the rules of this text are the ones in force.</summary>
    public Task<RulesLoaded> UntilInForceAsync(string rule) => UntilAsync<RulesLoaded>(e => e.Rules.Any(r => r.Name == rule));

    /// <summary>Settings for commands that are to look at what this rig left behind.</summary>
    /// <returns>Their path.</returns>
    public string WriteSettings()
    {
        var path = Path.Combine(_scratch.FullName, "eventops.toml");
        File.WriteAllText(path, $"""
            [daemon]
            state = "{State}"
            runtime = "{_scratch.FullName}/run"
            rules = "{Rules}"
            cache = "{_scratch.FullName}/cache"
            """);
        return path;
    }

    /// <summary>Ends all but the folders: the journal is whole then.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await Service.DisposeAsync();
        Inbox.Complete();
        await _running;
        _executor.Dispose();
        _pipeline.Dispose();
        _journal.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _scratch.Delete(recursive: true);
    }
}
