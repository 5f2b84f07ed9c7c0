using System.Globalization;
using System.Runtime.InteropServices;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;

namespace EventOps.Linux.Tests.Security;

public sealed class ConfinementTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(65534u, "1")]
    [InlineData(65534u, "0")]
    [InlineData(61234u, "1")]
    public async Task A_confined_process_can_do_nothing_to_the_machine_and_the_runtime_still_works(uint user, string writeXorExecute)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "becoming another user needs root");
        using var pair = SocketPair.Create();
        using var child = await ProbeAsync(pair, writeXorExecute, Text(user));
        pair.ChildEnd.Dispose();
        await using var stream = new System.Net.Sockets.NetworkStream(pair.Parent);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await writer.WriteLineAsync("a word");
        var answers = await new StreamReader(stream).ReadToEndAsync(Never);
        var error = await new StreamReader(child.Error!).ReadToEndAsync(Never);

        Assert.Equal(Expected(user), answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()));
        Assert.Equal((ExitStatus.OfCode(0), ""), (await child.Exited, error));
    }

    [Fact]
    public async Task A_confined_process_dies_with_its_parent()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "becoming another user needs root");
        using var pair = SocketPair.Create();
        var shell = new ChildOptions
        {
            Program = "/bin/sh",
            Arguments = ["-c", "\"$@\" & wait", "sh", Dotnet, ProbeAssembly, "65534", "wait"],
            Environment = ProbeEnvironment("1"),
            Inherited = pair.ChildEnd,
            CaptureOutput = true,
        };
        using var parent = await ChildProcess.StartAsync(shell);
        pair.ChildEnd.Dispose();
        await using var stream = new System.Net.Sockets.NetworkStream(pair.Parent);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("confined: True", await reader.ReadLineAsync(Never), StringComparison.Ordinal);
        parent.Signal(9);

        Assert.Null(await reader.ReadLineAsync(Never));
        Assert.Equal(ExitStatus.OfSignal(9), await parent.Exited);
    }

    [Fact]
    public async Task A_user_that_cannot_be_taken_on_is_refused_with_the_step_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "becoming another user needs root");
        using var pair = SocketPair.Create();
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/usr/bin/setpriv",
            Arguments = ["--reuid", "61234", "--regid", "61234", "--clear-groups", Dotnet, ProbeAssembly, "65534"],
            Environment = ProbeEnvironment("1"),
            Inherited = pair.ChildEnd,
        });
        pair.ChildEnd.Dispose();
        await using var stream = new System.Net.Sockets.NetworkStream(pair.Parent);
        var answer = await new StreamReader(stream).ReadToEndAsync(Never);

        Assert.Equal("failed: could not confine this process: become group 65534: Operation not permitted (errno 1)\n", answer);
        Assert.Equal(ExitStatus.OfCode(1), await child.Exited);
    }

    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private static string ProbeAssembly => Path.Combine(AppContext.BaseDirectory, "EventOps.ConfinedProbe.dll");

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> ProbeEnvironment(string writeXorExecute) => new()
    {
        ["PATH"] = "/usr/bin:/bin",
        ["DOTNET_EnableWriteXorExecute"] = writeXorExecute,
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    private static Task<ChildProcess> ProbeAsync(SocketPair pair, string writeXorExecute, params string[] arguments) => ChildProcess.StartAsync(new ChildOptions
    {
        Program = Dotnet,
        Arguments = [ProbeAssembly, .. arguments],
        Environment = ProbeEnvironment(writeXorExecute),
        Inherited = pair.ChildEnd,
        CaptureOutput = true,
    });

    private static string[] Expected(uint user) =>
    [
        "confined: True True",
        "write file: UnauthorizedAccessException",
        "make folder: errno 1",
        "delete: errno 1",
        "change mode: errno 1",
        "start program: Win32Exception",
        "exec: errno 1",
        "fork: errno 1",
        "socket: SocketException",
        "unix socket: SocketException",
        "netlink socket: errno 1",
        "kill parent: errno 1",
        "kill itself: errno 1",
        "become root: errno 1",
        "keep living without parent: errno 1",
        "io_uring: errno 38",
        "unknown new call: errno 38",
        "read shadow: UnauthorizedAccessException",
        "hide in x32: errno 1",
        "compile expression: yes",
        "emit assembly: yes",
        "collect garbage: yes",
        "start thread: yes",
        "thread pool: yes",
        "load library: yes",
        "read file: yes",
        $"own user: {user}",
        "capabilities: 0",
        "echo: a word",
    ];
}
