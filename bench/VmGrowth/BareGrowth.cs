using System.Diagnostics;
using System.Globalization;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>What must be done in any case: lvextend to an absolute size, then the filesystem's own ioctl.</summary>
internal sealed class BareGrowth(string device, string mount)
{
    public TimeSpan Grow(Bytes step)
    {
        var target = FileSystemGeometry.Read(LinuxPath.FromString(mount), "ext4").Size + step;
        var began = Stopwatch.GetTimestamp();
        var size = string.Create(CultureInfo.InvariantCulture, $"{target.Value}b");
        using (var lvextend = Process.Start(new ProcessStartInfo("/usr/sbin/lvm", ["lvextend", "--size", size, device]))!)
        {
            lvextend.WaitForExit();
            if (lvextend.ExitCode != 0)
            {
                throw new InvalidOperationException($"lvextend --size {size} {device} ended with {lvextend.ExitCode}");
            }
        }

        OnlineGrowth.Grow(LinuxPath.FromString(mount), "ext4", target);
        return Stopwatch.GetElapsedTime(began);
    }
}
