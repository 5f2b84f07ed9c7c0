using System.Globalization;
using System.Text;
using CsCheck;
using EventOps.Journal.Lines;

namespace EventOps.Journal.Tests;

public class TimestampTests
{
    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, DateTime.MaxValue.Ticks].Select(t => new DateTimeOffset(t, TimeSpan.Zero));

    [Fact]
    public void What_is_written_is_read_again() => Times.Sample(time =>
    {
        var text = new byte[Timestamp.Length];
        Timestamp.Write(time, text);
        return Timestamp.TryRead(text, out var read) && read == time;
    });

    [Fact]
    public void With_any_byte_changed_it_is_read_as_the_runtime_reads_it() =>
        Gen.Select(Times, Gen.Int[0, Timestamp.Length - 1], Gen.OneOf(Gen.Byte, Gen.Byte[(byte)'0', (byte)'9'])).Sample((time, place, other) =>
        {
            var text = new byte[Timestamp.Length];
            Timestamp.Write(time, text);
            text[place] = other;
            var isTime = DateTimeOffset.TryParseExact(
                Encoding.Latin1.GetString(text), "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expected);
            return Timestamp.TryRead(text, out var read) == isTime && (!isTime || read == expected);
        });
}
