using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

/// <summary>wireguard-go with one link, in a namespace. Its socket's folder is the host's, so the link's name is unique.</summary>
internal sealed class WireGuardProgram : IAsyncDisposable
{
    private readonly ChildProcess _program;

    private WireGuardProgram(string name, ChildProcess program)
    {
        Name = name;
        _program = program;
    }

    internal string Name { get; }

    public async ValueTask DisposeAsync()
    {
        _program.Signal(15);
        await _program.Exited;
        _program.Dispose();
        File.Delete(UserspaceWireGuard.PathOf(Name));
    }

    internal static async Task<WireGuardProgram> StartAsync(NetworkNamespace network)
    {
        var name = "wgt" + Guid.NewGuid().ToString("N")[..8];
        var command = network.Within(new CommandLine("wireguard-go", "-f", name));
        var program = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = ProgramPath.Resolve(command.Program),
            Arguments = command.Arguments,
            Environment = new Dictionary<string, string> { ["LOG_LEVEL"] = "silent" },
            CaptureOutput = true,
        });
        await Eventually.Holds(() => File.Exists(UserspaceWireGuard.PathOf(name)));
        return new WireGuardProgram(name, program);
    }

    internal async Task KillAsync()
    {
        _program.Signal(9);
        await _program.Exited;
    }
}
