using System.Collections.Concurrent;
using System.Diagnostics;
using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Journal;
using EventOps.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventOps.Bench.RuleProcess;

/// <summary>
/// The daemon's way from an event to an intent, with its own journal on disk, its own rule process and compiler, and this program's events in
/// the place of sensors.
/// </summary>
internal sealed class RuleCore : IAsyncDisposable
{
    /// <summary>How long the compiler stays for the next save.</summary>
    public static readonly TimeSpan KeepCompilerFor = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("eventops-bench-");
    private readonly JournalWriter _journal;
    private readonly ActionExecutor _executor;
    private readonly EventPipeline _pipeline;
    private readonly Task _running;

    private RuleCore()
    {
        foreach (var folder in (string[])["rules", "state", "run"])
        {
            Directory.CreateDirectory(Path.Combine(_scratch.FullName, folder));
        }

        var keep = new JournalWriterOptions { TotalSize = Bytes.FromGiB(16), Reserve = Bytes.Zero };
        _journal = JournalWriter.Open(JournalFolder, keep, TimeProvider.System);
        var clock = new StreamClock(TimeProvider.System, _journal.LastAt);
        _executor = new ActionExecutor([], Inbox, new JournalDurability(_journal), TimeProvider.System);
        Service = new RuleService(
            new RuleFiles(Rules, Path.Combine(_scratch.FullName, "cache")) { KeepCompilerFor = KeepCompilerFor },
            new RuleServiceOptions(65534, Bytes.FromMiB(256), TimeSpan.FromSeconds(1))
            {
                RuntimeFolder = Path.Combine(_scratch.FullName, "run"),
                StateFolder = Path.Combine(_scratch.FullName, "state"),
                NewRules = RuleMode.Act,
            },
            Inbox,
            Board,
            clock,
            TimeProvider.System,
            NullLogger<RuleService>.Instance)
        {
            DealtWith = (process, sequence) => DealtWith.Enqueue((process, sequence)),
        };
        _pipeline = new EventPipeline(Inbox, _journal, clock, Board, new ActionGuard(), Service, _executor);
        _pipeline.Seen.Subscribe(e => Seen?.Invoke(e, Stopwatch.GetTimestamp()));
        _running = Task.Run(() => _pipeline.RunAsync(CancellationToken.None));
    }

    public Inbox Inbox { get; } = new();

    public EventBoard Board { get; } = new();

    public RuleService Service { get; }

    public string Rules => Path.Combine(_scratch.FullName, "rules");

    public string JournalFolder => Path.Combine(_scratch.FullName, "state", "journal");

    /// <summary>What rule processes said they had dealt with, in the order they said it: process and sequence.</summary>
    public ConcurrentQueue<(int Process, long Sequence)> DealtWith { get; } = new();

    /// <summary>Told of each event once it is in the journal, with the moment; on the pipeline's loop.</summary>
    public event Action<Event, long>? Seen;

    public static async Task<RuleCore> StartAsync(IEnumerable<(string File, string Text)> rules, CancellationToken cancellationToken)
    {
        var core = new RuleCore();
        foreach (var (file, text) in rules)
        {
            core.Save(file, text);
        }

        var problems = await core.Service.StartAsync(cancellationToken);
        return problems.Count == 0 ? core : throw new InvalidOperationException(string.Join('\n', problems));
    }

    /// <summary>Saves a rule file as most editors do: aside, then renamed over.</summary>
    public void Save(string file, string text)
    {
        var aside = Path.Combine(Rules, "." + file + ".swp");
        File.WriteAllText(aside, text);
        File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(aside, Path.Combine(Rules, file), overwrite: true);
    }

    /// <summary>Ends the daemon's part; the journal is whole then.</summary>
    public async Task StopAsync()
    {
        await Service.DisposeAsync();
        Inbox.Complete();
        await _running;
        _journal.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _executor.Dispose();
        _pipeline.Dispose();
        _scratch.Delete(recursive: true);
    }
}
