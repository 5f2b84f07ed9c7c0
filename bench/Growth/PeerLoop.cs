using EventOps.Lab;
using EventOps.Linux.Processes;

namespace EventOps.Bench.Growth;

/// <summary>What people use otherwise: a loop of a shell, or monit(1), that looks each second and then grows by 500 MiB.</summary>
internal sealed class PeerLoop : IAsyncDisposable
{
    private const int SigKill = 9;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("growth-peer-").FullName;
    private ChildProcess? _child;

    public static Task<PeerLoop> StartShellAsync(ScratchVolume volume) => StartAsync(peer =>
    {
        var loop = peer.Script("loop", $$"""
            while :; do
                used=$(df --output=pcent '{{volume.MountPath}}' | tail -n 1 | tr -dc 0-9)
                [ "$used" -lt 85 ] || {{peer.Grow(volume)}}
                sleep 1
            done
            """);
        return ("/bin/bash", [loop]);
    });

    /// <exception cref="FileNotFoundException">monit is not installed.</exception>
    public static Task<PeerLoop> StartMonitAsync(ScratchVolume volume) => StartAsync(peer =>
    {
        const string monit = "/usr/bin/monit";
        if (!File.Exists(monit))
        {
            throw new FileNotFoundException("monit is not installed: apt-get install monit, or --no-peers", monit);
        }

        var control = Path.Combine(peer._folder, "monitrc");
        File.WriteAllText(control, $"""
            set daemon 1
            set log {peer._folder}/log
            set pidfile {peer._folder}/pid
            set idfile {peer._folder}/id
            set statefile {peer._folder}/state
            check filesystem filling with path {volume.MountPath}
                if space usage > 85% then exec "{peer.Grow(volume)}" repeat every 1 cycles

            """);
        File.SetUnixFileMode(control, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return (monit, ["-I", "-c", control, "-d", "1"]);
    });

    public async ValueTask DisposeAsync()
    {
        if (_child is { } child)
        {
            child.SignalGroup(SigKill);
            await child.Exited;
            child.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<PeerLoop> StartAsync(Func<PeerLoop, (string Program, IReadOnlyList<string> Arguments)> prepare)
    {
        var peer = new PeerLoop();
        try
        {
            var (program, arguments) = prepare(peer);
            peer._child = await ChildProcess.StartAsync(new ChildOptions
            {
                Program = program,
                Arguments = arguments,
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
                Group = ChildGroup.OwnGroup,
                EndGroupWithChild = true,
            });

            // One cycle before the writer begins: both have looked once.
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    private string Grow(ScratchVolume volume) => Script("grow", $"""
        truncate -s +500M '{volume.ImagePath}'
        losetup -c {volume.Loop.Path}
        xfs_growfs '{volume.MountPath}' > /dev/null
        """);

    private string Script(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/bash\n" + text + "\n");
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }
}
