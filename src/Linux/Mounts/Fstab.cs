using System.Text;

namespace EventOps.Linux.Mounts;

/// <summary>
/// The file fstab(5), line by line as it is written. Editing one line leaves every other byte of the file as it was: remarks, order,
/// tabs, and lines that could not be understood.
/// </summary>
public sealed class Fstab
{
    /// <summary>Larger files are none.</summary>
    public const int LargestBytes = 1 << 20;

    private const string Path = "/etc/fstab";
    private readonly string[] _lines;

    private Fstab(string[] lines) => _lines = lines;

    /// <summary>Lines that mount something, in order.</summary>
    public IEnumerable<FstabLine> Entries => _lines.Select(FstabLine.Parse).OfType<FstabLine>();

    /// <summary>Bytes that are not UTF-8 come through unchanged only in Latin-1, so that is how it is read and written.</summary>
    public static Fstab Parse(ReadOnlySpan<byte> text) => new(Encoding.Latin1.GetString(text).Split('\n'));

    /// <summary>The file; an empty table when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="LargestBytes"/>.</exception>
    public static Fstab Read(string path = Path)
    {
        if (!File.Exists(path))
        {
            return new Fstab([""]);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length > LargestBytes)
        {
            throw new IOException($"{path} is larger than {LargestBytes >> 20} MiB: that is no fstab");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Parse(bytes);
    }

    /// <summary>The line that mounts something there; the last, when there are several, as mount(8) stacks them in order.</summary>
    public FstabLine? At(string mountPoint) => Entries.LastOrDefault(e => e.IsAt(mountPoint));

    /// <summary>All lines that mount something there, in order: but for the last, each mounts what the next covers.</summary>
    public IReadOnlyList<FstabLine> AllAt(string mountPoint) => [.. Entries.Where(e => e.IsAt(mountPoint))];

    /// <summary>The table with this line in the place of the last one for the same mount point, or at its end when there is none; earlier ones become remarks.</summary>
    public Fstab With(FstabLine line)
    {
        var lines = _lines.ToList();
        var at = lines.FindLastIndex(l => FstabLine.Parse(l)?.IsAt(line.MountPoint) is true);
        if (at >= 0)
        {
            lines[at] = FstabLine.Parse(lines[at])!.Rewritten(lines[at], line);
            for (var i = 0; i < at; i++)
            {
                lines[i] = FstabLine.Parse(lines[i])?.IsAt(line.MountPoint) is true ? "# " + lines[i] : lines[i];
            }
        }
        else
        {
            var end = lines[^1].Length == 0 ? lines.Count - 1 : lines.Count;
            lines.Insert(end, line.ToString());
            if (end == lines.Count - 1)
            {
                lines.Add("");
            }
        }

        return new Fstab([.. lines]);
    }

    public byte[] ToBytes() => Encoding.Latin1.GetBytes(string.Join('\n', _lines));
}
