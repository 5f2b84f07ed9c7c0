using System.Buffers.Text;

namespace EventOps.Journal.Lines;

/// <summary>Times as journals write them: RFC 3339, UTC, always seven digits of a second, so that equal times are equal bytes.</summary>
internal static class Timestamp
{
    public const int Length = 28;

    public static void Write(DateTimeOffset time, Span<byte> text) =>
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, 'O');

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != Length || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[27] != 'Z')
        {
            return false;
        }

        // Two times in each line: whether all were digits is asked once, at the end.
        var signs = 0;
        var year = (Two(text, 0, ref signs) * 100) + Two(text, 2, ref signs);
        var month = Two(text, 5, ref signs);
        var day = Two(text, 8, ref signs);
        var hour = Two(text, 11, ref signs);
        var minute = Two(text, 14, ref signs);
        var second = Two(text, 17, ref signs);
        var ticks = (Two(text, 20, ref signs) * 100_000) + (Two(text, 22, ref signs) * 1000) + (Two(text, 24, ref signs) * 10) + One(text, 26, ref signs);
        if (signs < 0 || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks, TimeSpan.Zero);
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at, ref int signs) => (One(text, at, ref signs) * 10) + One(text, at + 1, ref signs);

    /// <param name="signs">Negative from the first character on that is no digit.</param>
    private static int One(ReadOnlySpan<byte> text, int at, ref int signs)
    {
        var value = text[at] - '0';
        signs |= value | (9 - value);
        return value;
    }
}
