using System.Diagnostics;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>A volume that the daemon watches: from the write that crosses its threshold until statvfs(3) shows it larger by the whole step.</summary>
internal sealed class WatchedGrowth(string mount, Bytes step)
{
    /// <summary>Each look costs the emulated processor most of a millisecond, which would be taken from what is measured.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <exception cref="TimeoutException">It has not grown.</exception>
    public async Task<TimeSpan> GrowAsync()
    {
        var before = Size;
        var began = Filling.Cross(mount, 85);

        // ext4 grows group by group, and shows each; some of the step goes into its own tables.
        while (Size < before + new Bytes(step.Value / 10 * 9))
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
