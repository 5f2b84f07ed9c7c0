using System.Globalization;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Lvm;

/// <summary>Who holds the lock files that LVM's commands wait for (locking_dir in lvm.conf(5)): by proc_locks(5), without waiting for one itself.</summary>
public static class LvmLocks
{
    /// <summary>Locks that are held, not those that are waited for. Never fails: what cannot be read holds nothing.</summary>
    /// <param name="folder">Where LVM has its lock files.</param>
    /// <param name="locks">The kernel's list.</param>
    public static IReadOnlyList<LvmLock> Held(string folder = "/run/lock/lvm", string locks = "/proc/locks")
    {
        try
        {
            var files = Directory.EnumerateFiles(folder).ToDictionary(f => FileStatus.OfPath(f)?.Inode ?? 0);
            return [.. File.ReadLines(locks).Select(l => Parse(l, files)).OfType<LvmLock>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No such folder, or a lock file that went in between: whoever asks says less then.
            return [];
        }
    }

    /// <summary>"1: FLOCK ADVISORY WRITE 4711 00:1a:815 0 EOF"; a waiting one has "->" before the second word.</summary>
    private static LvmLock? Parse(string line, Dictionary<ulong, string> files)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 6 && words[1] is ("FLOCK" or "POSIX" or "OFDLCK")
            && int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && ulong.TryParse(words[5].AsSpan(words[5].LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            && files.TryGetValue(inode, out var file)
            ? new LvmLock(file, pid, ProcessStatus.TryRead(pid)?.Name ?? "ended")
            : null;
    }
}

/// <param name="File">The lock file: V_ and a volume group's name, or P_global.</param>
/// <param name="Command">The kernel's name of the process.</param>
public sealed record LvmLock(string File, int Pid, string Command)
{
    public override string ToString() => $"{Command} (process {Pid}) holds {File}";
}
