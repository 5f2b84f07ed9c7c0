using System.Globalization;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Lvm;

/// <summary>
/// Commands of device-mapper that wait for udevd to have made their nodes: each on a semaphore of System V (dmsetup(8), udevcookies), for ever where no udevd
/// runs, and an LVM command among them with the lock of its group held.
/// </summary>
public static class UdevCookies
{
    /// <summary>The upper half of such a semaphore's key: DM_COOKIE_MAGIC of libdevmapper.h.</summary>
    private const long Magic = 0x0D4D;

    /// <summary>Whether somebody waits and nobody will ever answer. Never fails: what cannot be read is waited for by nobody.</summary>
    /// <param name="semaphores">The kernel's list, sysvipc(7): a line of titles, then one for each set, which begins with its key.</param>
    public static bool AreWaitedForInVain(string semaphores = "/proc/sysvipc/sem", string proc = "/proc")
    {
        try
        {
            return File.ReadLines(semaphores).Skip(1).Any(IsCookie)
                && !ProcessNames.IsRunning("systemd-udevd", proc) && !ProcessNames.IsRunning("udevd", proc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsCookie(string line) =>
        line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries) is [var key, ..]
        && long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >> 16 == Magic;
}
