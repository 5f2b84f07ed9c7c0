using System.Collections.Concurrent;
using System.Diagnostics;
using EventOps.Linux.Processes;

namespace EventOps.Lab;

/// <summary>
/// A real daemon with settings, rules, journal and runtime folder of its own, all in one scratch folder. May be started and stopped
/// again and again; disposing stops it and takes the folder away.
/// </summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    /// <summary>By then it has given back what only its start needed, which is part of the start: from here on it is idle.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(120);

    private const string SensingMark = "is sensing";
    private const int SigTerm = 15;
    private const int SigKill = 9;
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(1);

    private readonly DaemonOptions _options;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _log = new();
    private TaskCompletionSource _sensing = new();
    private ChildProcess? _child;
    private Task _reading = Task.CompletedTask;

    private DaemonProcess(DaemonOptions options)
    {
        _options = options;
        _folder = Directory.CreateDirectory(Path.Combine(options.Folder, "eventops-" + Guid.NewGuid().ToString("N"))).FullName;
    }

    public string SettingsFile => Path.Combine(_folder, "eventops.toml");

    public string JournalFolder => Path.Combine(_folder, "state", "journal");

    /// <summary>Its rule files, copies that a measurement may edit.</summary>
    public string RulesFolder => Path.Combine(_folder, "rules");

    /// <summary>Compiled rules; empty at first.</summary>
    public string CacheFolder => Path.Combine(_folder, "cache");

    /// <summary>What the daemon wrote to its log so far, oldest first, over all its runs.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Told of each line of the log as it comes, on a thread of the pool.</summary>
    public event Action<string>? Logged;

    /// <summary>The core; 0 while it does not run.</summary>
    public int ProcessId => _child?.Pid ?? 0;

    /// <summary>Completes when it ends, asked to or not.</summary>
    public Task<ExitStatus> Ended => _child?.Exited ?? throw new InvalidOperationException("the daemon was not started");

    /// <summary>Makes the folder with settings and rules; starts nothing.</summary>
    public static DaemonProcess Create(DaemonOptions options)
    {
        var daemon = new DaemonProcess(options);
        try
        {
            daemon.WriteFolder();
            return daemon;
        }
        catch
        {
            Directory.Delete(daemon._folder, recursive: true);
            throw;
        }
    }

    /// <summary>As <see cref="Create"/>, and starts it.</summary>
    public static async Task<DaemonProcess> StartNewAsync(DaemonOptions options, CancellationToken cancellationToken = default)
    {
        var daemon = Create(options);
        try
        {
            await daemon.StartAsync(cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits until it says that it is sensing.</summary>
    /// <returns>The time from exec to that line.</returns>
    /// <exception cref="InvalidOperationException">It ended before, or took too long; its last words are in the message.</exception>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken = default)
    {
        _sensing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        _child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = Path.GetFullPath(_options.Program),
            Arguments = ["run", "--settings", SettingsFile],
            Environment = EnvironmentOf(_options),
            CaptureOutput = true,
            Group = ChildGroup.OwnGroup,
        });
        _reading = Task.WhenAll(ReadAsync(_child.Error!), ReadAsync(_child.Output!));
        var first = await Task.WhenAny(_sensing.Task, _child.Exited).WaitAsync(_options.StartWithin, cancellationToken);
        if (first == _sensing.Task)
        {
            return Stopwatch.GetElapsedTime(began);
        }

        await _reading;
        throw new InvalidOperationException($"{_options.Program} ended before it was sensing: {await _child.Exited}\n{string.Join('\n', _log.TakeLast(10))}");
    }

    /// <summary>Asks it to stop by SIGTERM and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end; it is killed.</exception>
    public async Task<ExitStatus?> StopAsync()
    {
        if (_child is not { } child)
        {
            return null;
        }

        _child = null;
        child.Signal(SigTerm);
        try
        {
            var status = await child.Exited.WaitAsync(StopWithin);
            await _reading;
            return status;
        }
        catch (TimeoutException)
        {
            child.SignalGroup(SigKill);
            throw;
        }
        finally
        {
            child.Dispose();
        }
    }

    /// <summary>Ends it as a crash would: SIGKILL, and no time to say anything.</summary>
    public async Task KillAsync()
    {
        if (_child is { } child)
        {
            _child = null;
            child.Signal(SigKill);
            await child.Exited;
            await _reading;
            child.Dispose();
        }
    }

    /// <summary>What the core and its children (the rule process) use now, core first.</summary>
    public IReadOnlyList<ProcessUsage> Usage() => ProcessUsage.ReadWithChildren(ProcessId);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Dictionary<string, string> EnvironmentOf(DaemonOptions options)
    {
        var environment = new Dictionary<string, string>(options.Environment) { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };
        foreach (var name in (string[])["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment.TryAdd(name, value);
            }
        }

        return environment;
    }

    private async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (line.Contains(SensingMark, StringComparison.Ordinal))
            {
                _sensing.TrySetResult();
            }

            Logged?.Invoke(line);
        }
    }

    private void WriteFolder()
    {
        var rules = Directory.CreateDirectory(RulesFolder).FullName;
        foreach (var file in Directory.GetFiles(_options.Rules, "*.cs"))
        {
            File.Copy(file, Path.Combine(rules, Path.GetFileName(file)));
        }

        File.WriteAllText(SettingsFile, $"""
            mode = "{_options.Mode}"

            [daemon]
            state = "{_folder}/state"
            runtime = "{_folder}/run"
            rules = "{rules}"
            cache = "{CacheFolder}"

            {_options.Settings}
            """);
    }
}
