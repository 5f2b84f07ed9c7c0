using System.Text;

namespace EventOps.Model;

/// <summary>The unit that attaches a pool's images at a boot, as it is now.</summary>
/// <param name="Pool">The volume group.</param>
/// <param name="Problem">What is wrong with it; empty when nothing is.</param>
public sealed record BootUnitState(string Pool, string Problem) : IFact
{
    string IFact.Key => Pool;
}

/// <summary>The unit of systemd(1) that attaches a pool's images at a boot; see systemd.service(5).</summary>
public static class BootUnit
{
    /// <summary>Where it lies, for the group of this name.</summary>
    public static string NameFor(string pool) => $"eventops-images-{pool.Replace('+', '_')}.service";

    /// <summary>Its text. Attaching an image that is attached already does nothing, so that it may run at any time.</summary>
    public static string TextFor(PoolPolicy pool)
    {
        var text = new StringBuilder();
        text.Append("# Written by EventOps, and again when it is changed: attach-at-boot in its settings.\n[Unit]\n");
        text.Append(null, $"Description=Attach the images of volume group {pool.Name}\n");
        text.Append("DefaultDependencies=no\nAfter=systemd-udevd.service systemd-modules-load.service\nBefore=local-fs.target\nConflicts=umount.target\nBefore=umount.target\n");
        foreach (var image in pool.Images)
        {
            text.Append(null, $"RequiresMountsFor={Quoted(image)}\n");
        }

        text.Append("\n[Service]\nType=oneshot\nRemainAfterExit=yes\n");
        foreach (var image in pool.Images)
        {
            text.Append(null, $"ExecStart=/usr/sbin/losetup --find --nooverlap {Quoted(image)}\n");
        }

        text.Append(null, $"ExecStart=/usr/sbin/vgchange --activate ay {pool.Name}\n");
        return text.Append("\n[Install]\nWantedBy=local-fs.target\n").ToString();
    }

    /// <summary>As systemd reads it: percent signs and dollars doubled, quotes and backslashes escaped.</summary>
    private static string Quoted(string path) => '"' + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal) + '"';
}
