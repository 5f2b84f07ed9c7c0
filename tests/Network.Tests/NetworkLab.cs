using System.Diagnostics;
using System.Text;

namespace EventOps.Network.Tests;

/// <summary>The network lab (labs/network): a client and a server in namespaces of their own, both with a daemon when told.</summary>
internal sealed class NetworkLab : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("network-lab-");
    private readonly List<Process> _daemons = [];
    private readonly StringBuilder _said = new();

    /// <summary>Added to the environment of the lab: LAB_SETTINGS, LAB_ENDPOINT.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What the daemons said.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    private static string Script => Path.Combine(Root, "labs", "network", "lab");

    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "EventOps.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("no EventOps.sln above the tests");
            }

            return folder.FullName;
        }
    }

    /// <summary>What the lab keeps of one host: its configuration files, its daemon's settings and journal.</summary>
    public string FolderOf(string side) => Path.Combine(_state.FullName, "lab", side);

    /// <summary>The private key of one host, which must be in nothing that a daemon writes.</summary>
    public string SecretOf(string side) => File.ReadAllText(Path.Combine(_state.FullName, "lab", "keys", side)).Trim();

    /// <summary>Runs one verb of the lab to its end.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int Code, string Output)> RunAsync(params string[] verb)
    {
        using var process = Process.Start(Start(verb))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Has the doctor look at one host, with its wanted state and the stock rules.</summary>
    public Task<(int Code, string Output)> DoctorAsync(string side, params string[] options) =>
        RunAsync(["doctor", side, Path.Combine(AppContext.BaseDirectory, "eventops"), .. options]);

    /// <summary>Starts the daemon of one host, with its wanted state and the stock rules.</summary>
    public void StartDaemon(string side, params string[] options)
    {
        var process = Process.Start(Start(["daemon", side, Path.Combine(AppContext.BaseDirectory, "eventops"), .. options]))!;
        process.OutputDataReceived += (_, e) => Hear(side, e.Data);
        process.ErrorDataReceived += (_, e) => Hear(side, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _daemons.Add(process);
    }

    /// <summary>Asks the user's own test, which resets the tunnel first, until it is green.</summary>
    public async Task UntilGreenAsync()
    {
        var began = Stopwatch.StartNew();
        while (await RunAsync("test") is { Code: not 0 } red)
        {
            Assert.True(began.Elapsed < Patience, $"still red:\n{red.Output}\n{Said}");
            Assert.All(_daemons, d => Assert.False(d.HasExited, Said));
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a verb of the lab ends with zero.</summary>
    public async Task UntilAsync(params string[] verb)
    {
        var began = Stopwatch.StartNew();
        while (await RunAsync(verb) is { Code: not 0 } red)
        {
            Assert.True(began.Elapsed < Patience, $"{string.Join(' ', verb)}: {red.Output}\n{Said}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a daemon said so.</summary>
    public async Task UntilSaidAsync(string side, string words)
    {
        var began = Stopwatch.StartNew();
        while (!Said.Split('\n').Any(l => l.StartsWith(side + ": ", StringComparison.Ordinal) && l.Contains(words, StringComparison.Ordinal)))
        {
            Assert.True(began.Elapsed < Patience, $"{side} never said '{words}':\n{Said}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // With a host's first process everything on it ends, the daemon too.
        using (var down = Process.Start(Start("down"))!)
        {
            await down.WaitForExitAsync(CancellationToken.None);
        }

        foreach (var daemon in _daemons)
        {
            await daemon.WaitForExitAsync(CancellationToken.None);
            daemon.Dispose();
        }

        _state.Delete(recursive: true);
    }

    private ProcessStartInfo Start(params string[] verb)
    {
        var start = new ProcessStartInfo(Script, verb) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LAB_STATE"] = _state.FullName;
        start.Environment["LAB_NAME"] = "lab";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Hear(string side, string? line)
    {
        lock (_said)
        {
            _said.Append(side).Append(": ").AppendLine(line);
        }
    }
}
