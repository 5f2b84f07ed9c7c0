using System.Runtime.InteropServices;
using EventOps.Linux.Processes;

namespace EventOps.Growth.Tests;

/// <summary>The demonstration in a process of its own, with a scratch folder of its own to look for leftovers in.</summary>
internal sealed class GrowthRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("growth-tests-").FullName;
    private readonly List<string> _lines = [];
    private readonly List<string> _answer = [];
    private ChildProcess? _child;
    private Task _errors = Task.CompletedTask;
    private StreamReader? _output;

    public string Words
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Standard output alone. To be read after the end.</summary>
    public string Output => string.Join('\n', _answer);

    /// <summary>Everything that is still there of what it made: files, mounts, loop devices, processes.</summary>
    public IReadOnlyList<string> Leftovers =>
    [
        .. Directory.EnumerateFileSystemEntries(_folder).Select(f => "file " + f),
        .. File.ReadLines("/proc/self/mountinfo").Where(IsOurs).Select(m => "mount " + m),
        .. Directory.EnumerateFiles("/sys/block", "backing_file", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Where(f => IsOurs(TextOf(f))).Select(f => "loop device " + f),
        .. Directory.EnumerateDirectories("/proc").Where(p => IsOurs(TextOf(Path.Combine(p, "cmdline")))).Select(p => "process " + p),
    ];

    public async Task StartAsync(params string[] arguments)
    {
        var here = AppContext.BaseDirectory;
        _child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = Path.Combine(here, "EventOps.Lab.Growth"),
            Arguments = ["--program", Path.Combine(here, "eventops"), "--rules", RulesFolder(), "--folder", _folder, "--ceiling", "2G", .. arguments],
            Environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? ""),
            CaptureOutput = true,
            Group = ChildGroup.OwnGroup,
        });
        _output = new StreamReader(_child.Output!);
        _errors = DrainAsync(new StreamReader(_child.Error!), Add);
    }

    public async Task WaitForAsync(string mark)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _output!.ReadLineAsync(limit.Token) is { } line)
        {
            AddOutput(line);
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                return;
            }
        }

        await _errors;
        Assert.Fail($"it ended without saying '{mark}':\n{Words}");
    }

    /// <summary>To it and all it started, as a terminal sends Ctrl-C.</summary>
    public void Signal(PosixSignal signal) => _child!.SignalGroup(signal is PosixSignal.SIGINT ? 2 : 15);

    public async Task<ExitStatus> EndAsync()
    {
        await Task.WhenAll(DrainAsync(_output!, AddOutput), _errors).WaitAsync(Patience);
        return await _child!.Exited.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_child is { } child)
        {
            child.Signal(15);
            await child.Exited.WaitAsync(Patience);
            child.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task DrainAsync(StreamReader reader, Action<string> add)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            add(line);
        }
    }

    private void AddOutput(string line)
    {
        _answer.Add(line);
        Add(line);
    }

    private void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    private bool IsOurs(string text) => text.Contains(_folder, StringComparison.Ordinal);

    /// <summary>Empty when it has gone meanwhile, or is not to be read.</summary>
    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string RulesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EventOps.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "rules");
    }
}
