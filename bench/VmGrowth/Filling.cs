using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.VmGrowth;

/// <summary>Takes blocks of a filesystem without writing to them, up to a share of it; and the one write that crosses it.</summary>
internal static class Filling
{
    private static readonly Bytes Margin = Bytes.FromMiB(2);

    public static void ToJustBelow(string mount, int percent)
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
    }

    public static void Cross(string mount)
    {
        using var file = new FileStream(Path.Combine(mount, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        file.Write(new byte[2 * (int)Margin.Value]);
    }
}
