using System.Buffers.Text;
using System.Text;

namespace EventOps.Model;

/// <summary>
/// Reads the payload of a volume.sampled as it is always written. Nine lines in ten of a journal are of this kind, and the serializer takes
/// longer over one than the rules do. Whatever looks different is left to the serializer.
/// </summary>
internal static class SamplePayload
{
    /// <summary>Names repeat without end, and are compared at every step: the same object is the same name.</summary>
    private static readonly string[] Names = [.. Enumerable.Repeat("", 64)];

    /// <param name="payload">UTF-8, which has been checked.</param>
    public static VolumeSampled? TryRead(ReadOnlySpan<byte> payload, DateTimeOffset at)
    {
        var rest = payload;
        if (!Skip(ref rest, "{\"volume\":\""u8) || Name(ref rest) is not { } volume
            || !Number(ref rest, "\",\"size\":"u8, out var size)
            || !Number(ref rest, ",\"available\":"u8, out var available)
            || !Number(ref rest, ",\"free\":"u8, out var free)
            || !Number(ref rest, ",\"inodes\":"u8, out var inodes)
            || !Number(ref rest, ",\"inodesFree\":"u8, out var inodesFree)
            || !Number(ref rest, ",\"deviceSize\":"u8, out var deviceSize)
            || !Number(ref rest, ",\"fileSystemSize\":"u8, out var fileSystemSize)
            || !Number(ref rest, ",\"shortRate\":"u8, out var shortRate)
            || !Number(ref rest, ",\"longRate\":"u8, out var longRate)
            || !Skip(ref rest, ",\"isReadOnly\":"u8))
        {
            return null;
        }

        var isReadOnly = Skip(ref rest, "true"u8);
        if ((!isReadOnly && !Skip(ref rest, "false"u8)) || !TimeLeft(ref rest, out var timeToFull) || !rest.SequenceEqual("}"u8))
        {
            return null;
        }

        return new VolumeSampled(
            volume,
            new Bytes(size),
            new Bytes(available),
            new Bytes(free),
            inodes,
            inodesFree,
            new Bytes(deviceSize),
            new Bytes(fileSystemSize),
            new ByteRate(shortRate),
            new ByteRate(longRate),
            isReadOnly,
            timeToFull)
        { At = at };
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text))
        {
            return false;
        }

        rest = rest[text.Length..];
        return true;
    }

    /// <summary>A whole number as JSON has it: no leading zero, no plus sign, no fraction.</summary>
    private static bool Number(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> before, out long number)
    {
        number = 0;
        if (!Skip(ref rest, before) || !Utf8Parser.TryParse(rest, out number, out var used) || rest[0] is (byte)'+' || used == rest.Length)
        {
            return false;
        }

        var digits = rest[0] == (byte)'-' ? rest[1..used] : rest[..used];
        if (digits is [(byte)'0', _, ..] || rest[used] is not ((byte)',' or (byte)'}'))
        {
            return false;
        }

        rest = rest[used..];
        return true;
    }

    private static bool TimeLeft(ref ReadOnlySpan<byte> rest, out TimeSpan? time)
    {
        time = null;
        if (!Skip(ref rest, ",\"timeToFull\":\""u8))
        {
            return true;
        }

        // As the serializer has it: 1.02:03:04.0000005
        var end = rest.IndexOf((byte)'"');
        if (end < "00:00:00".Length || !Utf8Parser.TryParse(rest[..end], out TimeSpan left, out var used, 'c') || used != end || rest[0] is (byte)' ' or (byte)'\t')
        {
            return false;
        }

        time = left;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <returns>Null when it has no end, or holds what is written with a backslash.</returns>
    private static string? Name(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'"');
        var name = end < 0 ? default : rest[..end];
        if (end < 0 || name.ContainsAnyInRange((byte)0, (byte)0x1f) || name.Contains((byte)'\\'))
        {
            return null;
        }

        rest = rest[end..];
        ref var known = ref Names[name.Length == 0 ? 0 : (name[^1] + (name.Length * 7)) % Names.Length];
        var text = known;
        return Ascii.Equals(name, text) ? text : known = Encoding.UTF8.GetString(name);
    }
}
