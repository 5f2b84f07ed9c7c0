using System.Diagnostics;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>A volume that the daemon watches: from the write that crosses its threshold until statvfs(3) shows it larger.</summary>
internal sealed class WatchedGrowth(string mount)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public async Task<TimeSpan> GrowAsync()
    {
        var before = Size;
        var began = Stopwatch.GetTimestamp();
        Filling.Cross(mount);
        while (Size <= before)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{mount} has not grown");
            }

            await Task.Delay(LookEvery);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private Bytes Size => FileSystemUsage.Read(LinuxPath.FromString(mount)).Size;
}
