using System.Globalization;
using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.Mounts;

/// <summary>Reads the text of proc_pid_mountinfo(5). Whatever the bytes, it ends and never throws.</summary>
public static class MountInfo
{
    private static readonly string[] CommonTypes = ["ext4", "xfs", "btrfs", "tmpfs", "proc", "sysfs", "overlay", "squashfs", "cgroup2", "devtmpfs"];

    /// <summary>All lines of the text. A line that is none is counted in <see cref="MountTable.SkippedLines"/>.</summary>
    public static MountTable Parse(ReadOnlySpan<byte> text)
    {
        var mounts = new List<Mount>();
        var skipped = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (ParseLine(line) is { } mount)
            {
                mounts.Add(mount);
            }
            else
            {
                skipped++;
            }
        }

        return new MountTable(mounts, skipped);
    }

    /// <summary>One line without its newline.</summary>
    /// <returns>Null when a field is missing or no number.</returns>
    public static Mount? ParseLine(ReadOnlySpan<byte> line)
    {
        if (!TryNumber(Next(ref line), out var id)
            || !TryNumber(Next(ref line), out var parent)
            || !DeviceNumber.TryParse(Next(ref line), out var device))
        {
            return null;
        }

        var root = Next(ref line);
        var point = Next(ref line);
        var options = Next(ref line);
        var optional = line;
        var field = Next(ref line);
        var optionalLength = 0;
        while (!field.SequenceEqual("-"u8))
        {
            if (field.IsEmpty)
            {
                return null;
            }

            optionalLength += field.Length + 1;
            field = Next(ref line);
        }

        // Before its separator a source may be empty: two spaces in a row.
        var type = Next(ref line);
        var source = Next(ref line);
        if (point.IsEmpty || point[0] != (byte)'/' || options.IsEmpty || type.IsEmpty
            || !TryPath(root, out var rootPath) || !TryPath(point, out var mountPoint) || !TryPath(source, out var sourcePath))
        {
            return null;
        }

        return new Mount(
            id,
            parent,
            device,
            rootPath,
            mountPoint,
            Common(type),
            sourcePath,
            Encoding.UTF8.GetString(options),
            Encoding.UTF8.GetString(line),
            Encoding.UTF8.GetString(optional[..Math.Max(0, optionalLength - 1)]));
    }

    /// <summary>Undoes the kernel's octal escapes, once from left to right: <c>\134040</c> is a backslash and 040.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
        {
            return field.ToArray();
        }

        var plain = new byte[field.Length];
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == (byte)'\\' && i + 3 < field.Length && field[i + 1] is >= (byte)'0' and <= (byte)'3' && IsOctal(field[i + 2]) && IsOctal(field[i + 3]))
            {
                plain[length++] = (byte)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain[length++] = field[i];
            }
        }

        return plain[..length];
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';

    private static bool TryNumber(ReadOnlySpan<byte> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryPath(ReadOnlySpan<byte> field, out LinuxPath path)
    {
        var plain = Unescape(field);
        var isPath = !plain.AsSpan().Contains((byte)0);
        path = isPath ? LinuxPath.FromBytes(plain) : default;
        return isPath;
    }

    /// <summary>The one string of a common type: ten thousand mounts need not hold ten thousand copies.</summary>
    private static string Common(ReadOnlySpan<byte> type)
    {
        foreach (var common in CommonTypes)
        {
            if (Ascii.Equals(type, common))
            {
                return common;
            }
        }

        return Encoding.UTF8.GetString(type);
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        var field = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[(space + 1)..];
        return field;
    }
}
