using System.Globalization;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Lab;

/// <summary>A filesystem of its own size in memory, to run out of. Needs root.</summary>
public sealed class SmallTmpfs : IDisposable
{
    public SmallTmpfs(Bytes size)
    {
        Path = Directory.CreateTempSubdirectory("eventops-small-").FullName;
        ScratchMounts.Mount("tmpfs", LinuxPath.FromString(Path), "tmpfs", 0, $"size={size.Value.ToString(CultureInfo.InvariantCulture)}");
    }

    public string Path { get; }

    public void Dispose()
    {
        ScratchMounts.Unmount(LinuxPath.FromString(Path));
        Directory.Delete(Path);
    }
}
