using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>Real XFS volumes for the daemon, and how the settings call them.</summary>
internal static class Volumes
{
    /// <summary>The least that mkfs.xfs takes.</summary>
    public static readonly Bytes Start = Bytes.FromMiB(320);

    public static ScratchVolume Xfs(string mountName = "mnt", string folder = "/dev/shm")
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("xfs"), "needs root, loop devices and mkfs.xfs");
        return ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = "xfs", Size = Start, MountName = mountName, Folder = folder });
    }

    public static string Table(ScratchVolume volume, string ceiling = "1G", string more = "") => Table(volume.MountPath, ceiling, more);

    public static string Table(string mountPath, string ceiling = "1G", string more = "") => $"""
        [[volume]]
        name = "data"
        mount = {Quoted(mountPath)}
        step = "64M"
        ceiling = "{ceiling}"
        cooldown = "0s"
        {more}
        """;

    /// <summary>Writes so much that the volume is over 85 % and not full.</summary>
    public static void FillOver(this ScratchVolume volume, string name = "filling")
    {
        var first = volume.Usage();
        var goal = new Bytes((long)((first.Used + first.Available).Value * 0.90));

        // XFS gives back part of what it held in reserve while the volume fills: one file of the size missing at first falls short.
        for (var part = 0; part < 8 && volume.Usage().Used < goal - Bytes.FromMiB(1); part++)
        {
            volume.Fill(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}{(part == 0 ? "" : part)}"), goal - volume.Usage().Used);
        }
    }

    private static string Quoted(string path) =>
        '"' + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + '"';
}
