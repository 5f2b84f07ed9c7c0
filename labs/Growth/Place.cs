using System.Globalization;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>Where the image lies, and how large it may become there.</summary>
/// <param name="Words">For a person: "in memory".</param>
internal sealed record Place(string Folder, Bytes Ceiling, string Words)
{
    private const string Memory = "/dev/shm";
    private const string Disk = "/var/tmp";

    private static readonly Bytes Margin = Bytes.FromMiB(512);
    private static readonly Bytes[] Ceilings = [Bytes.FromGiB(8), Bytes.FromGiB(4), Bytes.FromGiB(2)];

    /// <summary>In memory if it fits, else on a disk; the ceiling asked for, else the largest usual one that fits.</summary>
    /// <exception cref="MissingException">There is not enough room anywhere.</exception>
    public static Place Choose(GrowthOptions options)
    {
        if (options.Ceiling is { } asked && asked <= options.Size)
        {
            throw new MissingException($"the ceiling must be above {options.Size}, the volume's size at first; {asked} is not");
        }

        if (options.Folder is { } folder && !Directory.Exists(folder))
        {
            throw new MissingException($"--folder {folder}: there is no such folder");
        }

        var place = options.Folder ?? Disk;
        var ceilings = options.Ceiling is { } one ? [one] : Ceilings;
        var memory = options.OnDisk || options.Folder is not null ? Bytes.Zero : MemoryRoom();
        var disk = AvailableAt(place);
        foreach (var ceiling in ceilings)
        {
            if (ceiling + Margin <= memory)
            {
                return new Place(Memory, ceiling, "in memory");
            }

            if (ceiling + Margin <= disk)
            {
                return new Place(place, ceiling, options.Folder is null ? "on disk" : $"in {place}");
            }
        }

        throw new MissingException(
            $"an image of {ceilings[^1]} needs {ceilings[^1] + Margin} free: there are {memory} in memory and {disk} in {place}; free some, or give a smaller --ceiling");
    }

    /// <summary>The volume's own page cache needs memory beside the image, but the kernel gives that back when asked.</summary>
    private static Bytes MemoryRoom()
    {
        var available = File.ReadLines("/proc/meminfo")
            .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            .Select(line => Bytes.FromKiB(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)))
            .FirstOrDefault();
        return Bytes.Min(AvailableAt(Memory), new Percent(75).Of(available));
    }

    private static Bytes AvailableAt(string folder) =>
        Directory.Exists(folder) ? FileSystemUsage.Read(LinuxPath.FromString(folder)).Available : Bytes.Zero;
}
