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
        if (text.Length != Length || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[27] != 'Z'
            || !Number(text[..4], out var year) || !Number(text.Slice(5, 2), out var month) || !Number(text.Slice(8, 2), out var day)
            || !Number(text.Slice(11, 2), out var hour) || !Number(text.Slice(14, 2), out var minute) || !Number(text.Slice(17, 2), out var second)
            || !Number(text.Slice(20, 7), out var ticks)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks, TimeSpan.Zero);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            var value = digit - '0';
            if ((uint)value > 9)
            {
                return false;
            }

            number = (number * 10) + value;
        }

        return true;
    }
}
