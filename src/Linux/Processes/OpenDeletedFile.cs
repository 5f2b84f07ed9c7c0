using System.Globalization;
using EventOps.Linux.Native;

namespace EventOps.Linux.Processes;

/// <summary>A file that has lost its last name and that a process still holds open: it takes its room until it is closed.</summary>
/// <param name="Name">As it was, and as the kernel shows it.</param>
/// <param name="IsMappedByHolder">That process has it mapped: emptying it would end it with SIGBUS.</param>
/// <param name="IsWritable">It may write to it through this descriptor: what it has written there it may read again.</param>
public sealed record OpenDeletedFile(
    LinuxPath Name, ulong Inode, DeviceNumber Holder, long Allocated, int Pid, int Descriptor, string Command, bool IsMappedByHolder, bool IsWritable = false)
{
    private const int AccessMode = 3;

    private const string Mark = " (deleted)";

    /// <summary>All of at least this size. Processes that end while being looked at are left out; so are those that may not be looked at.</summary>
    /// <param name="least">In bytes on disk.</param>
    /// <param name="proc">Where proc is mounted.</param>
    public static IReadOnlyList<OpenDeletedFile> List(long least, string proc = "/proc")
    {
        var found = new List<OpenDeletedFile>();
        foreach (var folder in Folders(proc))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                found.AddRange(Of(folder, pid, least));
            }
        }

        return found;
    }

    /// <summary>Empties it through the process' own descriptor, when that is still the same file. The process lives on.</summary>
    /// <exception cref="LinuxException">It is not the file any more (ENOENT), or it cannot be opened for writing.</exception>
    public static void Empty(int pid, int descriptor, ulong inode, string proc = "/proc")
    {
        var path = LinuxPath.FromString(string.Create(CultureInfo.InvariantCulture, $"{proc}/{pid}/fd/{descriptor}"));
        using var file = FileDescriptor.Open(path, OpenMode.Write | OpenMode.NonBlocking);
        var status = FileStatus.Read(file, path.ToDisplay());
        if (!status.IsRegular || status.Inode != inode)
        {
            throw new LinuxException("open", path.ToDisplay(), Errno.ENOENT, "the process holds another file there now");
        }

        while (Libc.FTruncate(file, 0) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("ftruncate", path.ToDisplay(), Errno.Last);
            }
        }
    }

    /// <summary>A holder of the file that may write to it, by any descriptor of any process that can be seen; null when all of them only read.</summary>
    public static OpenDeletedFile? Writer(OpenDeletedFile file, string proc = "/proc")
    {
        ArgumentNullException.ThrowIfNull(file);
        return List(0, proc).FirstOrDefault(f => f.IsWritable && f.Inode == file.Inode && f.Holder == file.Holder);
    }

    /// <summary>Whether any process that can be seen has it mapped.</summary>
    public static bool IsMapped(OpenDeletedFile file, string proc = "/proc") => Folders(proc)
        .Where(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Any(f => Mapped(f).Exists(m => m.Is(file.Inode, file.Holder, file.Name.ToString())));

    private static IEnumerable<OpenDeletedFile> Of(string folder, int pid, long least)
    {
        List<Mapping>? mapped = null;
        foreach (var link in Folders(Path.Combine(folder, "fd")))
        {
            if (TargetOf(link) is not { } target || !target.EndsWith(Mark, StringComparison.Ordinal) || !target.StartsWith('/')
                || StatusOf(link) is not { IsRegular: true } status || status.Allocated < least)
            {
                continue;
            }

            mapped ??= Mapped(folder);
            var name = target[..^Mark.Length];
            var descriptor = Path.GetFileName(link);
            yield return new OpenDeletedFile(
                LinuxPath.FromString(name),
                status.Inode,
                status.Holder,
                status.Allocated,
                pid,
                int.Parse(descriptor, NumberStyles.None, CultureInfo.InvariantCulture),
                CommandOf(folder),
                mapped.Exists(m => m.Is(status.Inode, status.Holder, name)),
                MayWrite(Path.Combine(folder, "fdinfo", descriptor)));
        }
    }

    /// <summary>By the flags of open(2), octal as proc_pid_fdinfo(5) tells them. What cannot be read is not known to only read.</summary>
    private static bool MayWrite(string information)
    {
        const string Flags = "flags:";
        var flags = Quietly(() => File.ReadAllLines(information))?.FirstOrDefault(l => l.StartsWith(Flags, StringComparison.Ordinal))?[Flags.Length..].Trim();
        return flags is not { Length: > 0 } || ((flags[^1] - '0') & AccessMode) != 0;
    }

    /// <summary>The deleted files that the process has mapped, as proc_pid_maps(5) tells.</summary>
    private static List<Mapping> Mapped(string folder)
    {
        var found = new List<Mapping>();
        foreach (var line in Quietly(() => File.ReadAllLines(Path.Combine(folder, "maps"))) ?? [])
        {
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 6 && line.EndsWith(Mark, StringComparison.Ordinal) && ulong.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
            {
                found.Add(new Mapping(inode, fields[3], fields[5][..^Mark.Length]));
            }
        }

        return found;
    }

    /// <summary>A deleted file in a process' memory.</summary>
    /// <param name="Device">Two hexadecimal numbers with a colon between.</param>
    private sealed record Mapping(ulong Inode, string Device, string Name)
    {
        /// <summary>
        /// Other filesystems have files of the same inode number, a runtime's memory files among them: name or device must fit too. Not the
        /// device alone, as some filesystems show another one here than stat(2) does; not the name alone, as namespaces see it under another.
        /// </summary>
        public bool Is(ulong inode, DeviceNumber holder, string name) =>
            Inode == inode && (Name == name || Device == string.Create(CultureInfo.InvariantCulture, $"{holder.Major:x2}:{holder.Minor:x2}"));
    }

    private static string CommandOf(string folder) => Quietly(() => File.ReadAllText(Path.Combine(folder, "comm")).Trim()) ?? "";

    private static string? TargetOf(string link) => Quietly(() => new FileInfo(link).LinkTarget);

    private static FileStatus? StatusOf(string link)
    {
        try
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(link), OpenMode.PathOnly);
            return FileStatus.Read(file, link);
        }
        catch (LinuxException)
        {
            // Closed in between.
            return null;
        }
    }

    private static string[] Folders(string folder) => Quietly(() => Directory.GetFileSystemEntries(folder)) ?? [];

    private static T? Quietly<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The process has ended, or is not ours to look at.
            return null;
        }
    }
}
