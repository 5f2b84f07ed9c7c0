using System.Text;

namespace EventOps.Host.Settings;

/// <summary>What the kernel takes for a path, and what a settings file may say (path_resolution(7)).</summary>
internal static class AbsolutePath
{
    /// <summary>PATH_MAX of limits.h without its final NUL.</summary>
    public const int Longest = 4095;

    /// <summary>sun_path of unix(7) is 108 bytes with its NUL; this leaves room for the socket's own name.</summary>
    public const int LongestWithSocket = 90;

    private const int LongestName = 255;

    /// <summary>What is wrong with the path, and the cure; null when it can be used.</summary>
    public static (string What, string Cure)? Check(string path, int longest)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return ("holds a NUL character", "no path on Linux can; remove it");
        }

        if (!path.StartsWith('/'))
        {
            return ("is not an absolute path", "begin it with /");
        }

        if (Encoding.UTF8.GetByteCount(path) > longest)
        {
            return ($"is longer than {longest} bytes", longest == LongestWithSocket ? "a socket lies in it, whose whole path may have 107 (unix(7)); choose a shorter one" : "the kernel takes no longer path");
        }

        var names = path.Split('/');
        if (names.Any(n => Encoding.UTF8.GetByteCount(n) > LongestName))
        {
            return ($"has a part longer than {LongestName} bytes", "no filesystem takes that; see whether a / is missing");
        }

        return names.Contains("..") ? ("holds '..'", "write the path that it leads to") : null;
    }

    /// <summary>Without doubled and trailing slashes and '.' parts: as the kernel itself shows it.</summary>
    public static string Plain(string path) => "/" + string.Join('/', path.Split('/').Where(n => n.Length > 0 && n != "."));
}
