using System.Globalization;

namespace EventOps.Linux.Processes;

/// <summary>Looks for running programs by the name that the kernel has of them.</summary>
public static class ProcessNames
{
    /// <summary>Whether a process of this name runs, or one that was started under it: LVM's commands are one program with many names.</summary>
    public static bool IsRunning(string name, string proc = "/proc") => Directory.EnumerateDirectories(proc)
        .Where(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Any(f => Words(Path.Combine(f, "cmdline")).Take(2).Any(w => Path.GetFileName(w) == name));

    private static string[] Words(string file)
    {
        try
        {
            return File.ReadAllText(file).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended in between.
            return [];
        }
    }
}
