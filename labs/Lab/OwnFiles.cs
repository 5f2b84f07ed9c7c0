using EventOps.Linux.Namespaces;
using EventOps.Linux.Processes;

namespace EventOps.Lab;

/// <summary>A host without any link whose /etc is an empty folder, for tests of files that stand at fixed places. Needs root.</summary>
public sealed class OwnFiles : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _holder;

    private OwnFiles(DirectoryInfo folder, ChildProcess holder)
    {
        _folder = folder;
        _holder = holder;
        Network = NetworkNamespace.OpenProcess(holder.Pid);
    }

    /// <summary>Its network and mounts.</summary>
    public NetworkNamespace Network { get; }

    public static async Task<OwnFiles> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eventops-etc-");
        var holder = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = ProgramPath.Resolve("unshare"),
            Arguments = ["--net", "--mount", "--", "sh", "-c", "mount --bind \"$0\" /etc && : >/etc/ready && exec sleep 3000", folder.FullName],
        });
        while (!File.Exists(Path.Combine(folder.FullName, "ready")))
        {
            if (holder.Exited.IsCompleted)
            {
                throw new InvalidOperationException("no host with files of its own could be made");
            }

            await Task.Delay(5);
        }

        return new OwnFiles(folder, holder);
    }

    /// <summary>Where a file of its /etc stands as others see it: "nftables.conf".</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        Network.Dispose();
        _holder.Signal(9);
        await _holder.Exited;
        _holder.Dispose();
        _folder.Delete(recursive: true);
    }
}
