using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using EventOps.Host.Control;
using EventOps.Host.Tests.Settings;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>The daemon as it is built, as a process of its own, with folders of its own that go when the test ends.</summary>
internal sealed partial class DaemonFixture : IAsyncDisposable
{
    public const int Hangup = 1;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Compiled once for all tests of a run: the compiler takes seconds on a loaded machine.</summary>
    private static readonly string SharedCache = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"eventops-tests-cache-{Environment.ProcessId}"))).FullName;

    private readonly StringBuilder _said = new();
    private readonly List<Process> _started = [];

    static DaemonFixture() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(SharedCache, recursive: true);

    /// <param name="volumes">The [[volume]] tables.</param>
    /// <param name="top">Lines for the head of the settings, such as the mode.</param>
    public DaemonFixture(string volumes, string top = "mode = \"act\"", string extra = "")
    {
        Folder = Directory.CreateTempSubdirectory("eventops-daemon-").FullName;
        Rules = Directory.CreateDirectory(Path.Combine(Folder, "rules")).FullName;
        foreach (var rule in Directory.EnumerateFiles(Path.Combine(SettingsText.Root(), "rules"), "*.cs"))
        {
            File.Copy(rule, Path.Combine(Rules, Path.GetFileName(rule)));
        }

        Write(volumes, top, extra);
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "eventops");

    public string Folder { get; }

    public string Rules { get; }

    public string SettingsPath => Path.Combine(Folder, "eventops.toml");

    public string Runtime => Path.Combine(Folder, "run");

    public string Journal => Path.Combine(Folder, "state", "journal");

    public Process Process => _started[^1];

    public int ProcessId => Process.Id;

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

    public void Write(string volumes, string top = "mode = \"act\"", string extra = "") => File.WriteAllText(SettingsPath, $"""
        {top}
        [daemon]
        state = "{Folder}/state"
        runtime = "{Runtime}"
        rules = "{Rules}"
        cache = "{SharedCache}"
        log-level = "debug"
        [sampling]
        slowest = "2s"
        {extra}
        {volumes}
        """);

    /// <summary>Starts it, and waits until it senses.</summary>
    public async Task<DaemonFixture> StartAsync()
    {
        Launch();
        await UntilAsync(() => (Said.Contains("is sensing", StringComparison.Ordinal) && Answers()) || Process.HasExited, "it senses and answers");
        Assert.False(Process.HasExited, Said);
        return this;
    }

    /// <summary>Starts it, and does not wait for anything.</summary>
    public void Launch(params string[] command)
    {
        lock (_said)
        {
            _said.Clear();
        }

        var line = command.Length > 0 ? command : [Program, "run", "--settings", SettingsPath];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _started.Add(process);
    }

    /// <summary>Starts it where it is expected to refuse.</summary>
    /// <returns>What it exited with.</returns>
    public async Task<int> RefusedAsync(params string[] command)
    {
        Launch(command);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await Process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("it did not end; it said:\n" + Said);
        }

        return Process.ExitCode;
    }

    public async Task<int> StopAsync()
    {
        Signal(Terminate);
        return await ExitAsync();
    }

    public void Signal(int signal) => Assert.Equal(0, CallKill(ProcessId, signal));

    /// <returns>False when there is no such process any more.</returns>
    public static bool Signal(int process, int signal) => CallKill(process, signal) == 0;

    /// <summary>All events in the journal so far.</summary>
    public IReadOnlyList<Event> Events() => Directory.Exists(Journal)
        ? [.. JournalReader.Open(Journal).Read(new JournalReadOptions { OnFault = _ => { } }).Select(r => r.Event)]
        : [];

    public IReadOnlyList<T> Events<T>() => [.. Events().OfType<T>()];

    /// <summary>Waits until such an event stands in the journal.</summary>
    public async Task<T> EventAsync<T>(Func<T, bool>? predicate = null)
        where T : Event
    {
        T? found = null;
        await UntilAsync(() => (found = Events<T>().FirstOrDefault(predicate ?? (_ => true))) is not null, $"a {typeof(T).Name}");
        return found!;
    }

    public Task SaysAsync(string words) => UntilAsync(() => Said.Contains(words, StringComparison.Ordinal), $"it says '{words}'");

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var began = Stopwatch.StartNew();
        while (!condition())
        {
            if (began.Elapsed > Patience)
            {
                Assert.Fail($"not within {Patience}: {what}; it said:\n{Said}\nlast events:\n{string.Join('\n', Events().Where(e => e is not (MountChanged or BlockDeviceChanged)).TakeLast(25))}");
            }

            await Task.Delay(25, CancellationToken.None);
        }
    }

    public async Task<StatusReport> StatusAsync()
    {
        var answer = await ControlClient.AskAsync(Runtime, ControlVerb.Status, CancellationToken.None);
        return answer.Deserialize(ControlJson.Default.StatusReport)!;
    }

    /// <summary>The journal is whole from its first line to its last.</summary>
    public void JournalIsSound()
    {
        var report = JournalVerifier.Verify([Journal]);
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
        Assert.True(report.Records > 0);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private bool Answers()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(ControlSocket.PathIn(Runtime)));
            return true;
        }
        catch (SocketException)
        {
            // Not yet, or a socket of a run before.
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int CallKill(int process, int signal);
}
