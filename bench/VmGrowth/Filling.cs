using System.Diagnostics;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>Takes blocks of a filesystem without writing to them, up to a share of it; and the one write that crosses it.</summary>
internal static class Filling
{
    /// <summary>More than ext4 sets aside for a moment while it allocates: the filling must not cross.</summary>
    private static readonly Bytes Margin = Bytes.FromMiB(6);

    private const int Part = 512 << 10;

    /// <returns>Whether much was missing: then it may have been growing meanwhile, and is to be looked at again.</returns>
    public static bool ToJustBelow(string mount, int percent)
    {
        var usage = FileSystemUsage.Read(LinuxPath.FromString(mount));
        var whole = usage.Used + usage.Available;
        var missing = new Bytes(whole.Value / 100 * percent) - usage.Used - Margin;
        if (missing > Bytes.Zero)
        {
            using var file = new FileStream(Path.Combine(mount, Guid.NewGuid().ToString("N")), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = missing.Value,
            });
            file.SetLength(missing.Value);
        }

        return missing > Margin;
    }

    /// <summary>Writes until the share is crossed.</summary>
    /// <returns>When the write began that crossed it, as <see cref="Stopwatch.GetTimestamp"/> tells time.</returns>
    public static long Cross(string mount, int percent)
    {
        using var file = new FileStream(Path.Combine(mount, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        var part = new byte[Part];
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(part);
            var usage = FileSystemUsage.Read(LinuxPath.FromString(mount));
            if (usage.Used.Value > (usage.Used + usage.Available).Value / 100 * percent)
            {
                return began;
            }
        }
    }
}
