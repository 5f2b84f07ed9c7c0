using System.Globalization;
using CsCheck;

namespace EventOps.Model.Tests;

/// <summary>Units are read as people write them, and whatever is no number is refused.</summary>
public sealed class UnitTests
{
    [Theory]
    [InlineData("85%", 85)]
    [InlineData(" 85 % ", 85)]
    [InlineData("92.5%", 92.5)]
    [InlineData("0%", 0)]
    [InlineData("100%", 100)]
    public void A_share_is_read(string text, double expected)
    {
        Assert.True(Percent.TryParse(text, out var share, out var error), error);
        Assert.Equal(expected, share.Value);
    }

    [Theory]
    [InlineData("85", "write it like 85%")]
    [InlineData("%", "write it like 85%")]
    [InlineData("", "write it like 85%")]
    [InlineData("1e1%", "write it like 85%")]
    [InlineData("85,5%", "write it like 85%")]
    [InlineData("101%", "from 0% to 100%")]
    [InlineData("-1%", "from 0% to 100%")]
    [InlineData("NaN%", "from 0% to 100%")]
    [InlineData("Infinity%", "from 0% to 100%")]
    public void D16_what_is_no_share_is_refused_with_words(string text, string expected)
    {
        Assert.False(Percent.TryParse(text, out var share, out var error));
        Assert.Equal(default, share);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void D16_a_share_of_nothing_is_zero_and_never_no_number() => Gen.Select(Gen.Long, Gen.Long).Sample((part, whole) =>
        double.IsFinite(Percent.Of(part, whole).Value) && (whole > 0 || Percent.Of(part, whole).Value == 0));

    [Fact]
    public void A_share_survives_being_printed_and_read() => Gen.Int[0, 1000].Sample(tenths =>
        Percent.TryParse(new Percent(tenths / 10.0).ToString(), out var read, out _) && Math.Abs(read.Value - (tenths / 10.0)) < 1e-9);

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0.5s", 500)]
    [InlineData("0s", 0)]
    public void A_length_of_time_is_read(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var time, out var error), error);
        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("NaNs")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1.2.3s")]
    [InlineData("5w")]
    [InlineData("99999999999d")]
    public void What_is_no_length_of_time_is_refused_with_words(string text)
    {
        Assert.False(Duration.TryParse(text, out var time, out var error));
        Assert.Equal(TimeSpan.Zero, time);
        Assert.Contains($"'{text}'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.2, "4.2 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(1500, "1.5 s")]
    [InlineData(130_000, "2 m 10 s")]
    [InlineData(5_400_000, "1 h 30 m")]
    [InlineData(273_600_000, "3 d 4 h")]
    [InlineData(-1500, "-1.5 s")]
    public void A_length_of_time_is_printed_no_finer_than_helps(double milliseconds, string expected) =>
        Assert.Equal(expected, Duration.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_time_that_never_comes_is_called_so() => Assert.Equal("never", Duration.Format(TimeSpan.MaxValue));

    [Theory]
    [InlineData("4G/s", 4L << 30)]
    [InlineData("300M", 300L << 20)]
    [InlineData("1.5 GiB/s", 3L << 29)]
    public void A_rate_is_read_with_or_without_its_second(string text, long expected)
    {
        Assert.True(ByteRate.TryParse(text, out var rate, out var error), error);
        Assert.Equal(expected, rate.PerSecond);
    }

    [Theory]
    [InlineData("-1M/s")]
    [InlineData("4G/m")]
    [InlineData("NaN/s")]
    [InlineData("/s")]
    public void What_is_no_rate_is_refused(string text) => Assert.False(ByteRate.TryParse(text, out _, out _));

    [Fact]
    public void A_size_survives_being_printed_and_read_within_what_is_printed() => Gen.Long[0, 1L << 60].Sample(value =>
        Bytes.TryParse(new Bytes(value).ToString(), out var read, out _) && Math.Abs((double)read.Value - value) <= Math.Max(1, value * 0.006));

    [Fact]
    public void Whole_sizes_survive_exactly() => Gen.Select(Gen.Int[1, 999], Gen.Int[0, 5]).Sample((count, unit) =>
        Bytes.TryParse(string.Create(CultureInfo.InvariantCulture, $"{count}{"BKMGTP"[unit]}"), out var size, out _) && size.Value == (long)count << (10 * unit));

    [Fact]
    public void A_rate_and_the_time_that_a_size_takes_at_it_fit_together() => Gen.Select(Gen.Long[1, 1L << 42], Gen.Long[1, 1L << 50]).Sample((rate, size) =>
    {
        var flowed = new ByteRate(rate).Over(new ByteRate(rate).TimeFor(new Bytes(size))).Value;
        return Math.Abs((double)flowed - size) <= 1 + (rate * 1e-6) + (size * 1e-9);
    });

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(-5, 1, true)]
    [InlineData(1, long.MaxValue, true)]
    [InlineData(100, 0, false)]
    public void Without_flow_a_size_takes_for_ever_and_nothing_takes_no_time(long rate, long size, bool isNever) =>
        Assert.Equal(isNever ? TimeSpan.MaxValue : TimeSpan.Zero, new ByteRate(rate).TimeFor(new Bytes(size)));

    [Fact]
    public void A_rate_over_no_time_is_zero() => Assert.Equal(ByteRate.Zero, ByteRate.Of(Bytes.FromMiB(1), TimeSpan.Zero));

    [Fact]
    public void Sizes_that_do_not_fit_are_an_error_and_never_wrap() =>
        Assert.Throws<OverflowException>(() => new Bytes(long.MaxValue) + new Bytes(1));
}
