using EventOps.Lab;
using EventOps.Linux.Processes;

namespace EventOps.Bench.Network;

/// <summary>What people use otherwise: a shell that reads ip-monitor(8) and adds what was deleted.</summary>
internal sealed class MonitorLoop : IAsyncDisposable
{
    private const int SigKill = 9;

    private readonly ChildProcess _child;

    private MonitorLoop(ChildProcess child) => _child = child;

    public static async Task<MonitorLoop> StartAsync(TwoHosts hosts, string route, string via)
    {
        var script = $"""
            ip route replace {route} via {via} dev eth0
            ip monitor route | while read -r line; do
              case $line in "Deleted {route}"*) ip route add {route} via {via} dev eth0 ;; esac
            done
            """;
        var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/sbin/ip",
            Arguments = ["netns", "exec", hosts.Name, "/bin/bash", "-c", script],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
            Group = ChildGroup.OwnGroup,
            EndGroupWithChild = true,
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        return new MonitorLoop(child);
    }

    public async ValueTask DisposeAsync()
    {
        _child.SignalGroup(SigKill);
        await _child.Exited;
        _child.Dispose();
    }
}
