using System.Globalization;
using EventOps.Linux.Native;

namespace EventOps.Linux.Lvm;

/// <summary>Who holds the lock files that LVM's commands wait for (locking_dir in lvm.conf(5)): by proc_locks(5), without waiting for one itself.</summary>
public static class LvmLocks
{
    /// <summary>Locks that are held, not those that are waited for. Never fails: what cannot be read holds nothing.</summary>
    /// <param name="folder">Where LVM has its lock files.</param>
    public static IReadOnlyList<LvmLock> Held(string folder = "/run/lock/lvm", string proc = "/proc")
    {
        try
        {
            var files = Directory.EnumerateFiles(folder).ToDictionary(InodeOf);
            return [.. File.ReadLines(Path.Combine(proc, "locks")).Select(l => Parse(l, files, proc)).OfType<LvmLock>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LinuxException or ArgumentException)
        {
            // No such folder, or a lock file that went in between: whoever asks says less then.
            return [];
        }
    }

    /// <summary>"1: FLOCK ADVISORY WRITE 4711 00:1a:815 0 EOF"; a waiting one has "->" before the second word.</summary>
    private static LvmLock? Parse(string line, Dictionary<ulong, string> files, string proc)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 6 && words[1] is ("FLOCK" or "POSIX" or "OFDLCK")
            && int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && ulong.TryParse(words[5].AsSpan(words[5].LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            && files.TryGetValue(inode, out var file)
            ? new LvmLock(file, pid, NameOf(pid, proc))
            : null;
    }

    private static ulong InodeOf(string path)
    {
        using var file = FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.PathOnly);
        return FileStatus.Read(file, path).Inode;
    }

    private static string NameOf(int pid, string proc)
    {
        try
        {
            return File.ReadAllText(Path.Combine(proc, pid.ToString(CultureInfo.InvariantCulture), "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "ended";
        }
    }
}

/// <param name="File">The lock file: V_ and a volume group's name, or P_global.</param>
/// <param name="Command">The kernel's name of the process.</param>
public sealed record LvmLock(string File, int Pid, string Command)
{
    public override string ToString() => $"{Command} (process {Pid}) holds {File}";
}
