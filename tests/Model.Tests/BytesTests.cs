using CsCheck;
using EventOps.Model;

namespace EventOps.Model.Tests;

public sealed class BytesTests
{
    [Theory]
    [InlineData("500M", 500L << 20)]
    [InlineData("4G", 4L << 30)]
    [InlineData("1800MB", 1800L << 20)]
    [InlineData("1.5 GiB", 3L << 29)]
    [InlineData("4096", 4096)]
    [InlineData("2t", 2L << 40)]
    public void A_size_is_read_with_binary_units(string text, long expected)
    {
        Assert.True(Bytes.TryParse(text, out var size, out var error), error);
        Assert.Equal(expected, size.Value);
    }

    [Theory]
    [InlineData("", "not a size")]
    [InlineData("M", "not a size")]
    [InlineData("-5M", "negative")]
    [InlineData("5Q", "unknown unit 'Q'")]
    [InlineData("5 M B", "unknown unit")]
    [InlineData("99999999999P", "too large")]
    [InlineData("1e9", "unknown unit")]
    [InlineData("NaN", "not a size")]
    public void What_is_wrong_with_a_size_is_said(string text, string expected)
    {
        Assert.False(Bytes.TryParse(text, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(500L << 20, "500 MiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    [InlineData(-(1L << 30), "-1 GiB")]
    public void A_size_is_printed_with_binary_units(long value, string expected) => Assert.Equal(expected, new Bytes(value).ToString());

    [Fact]
    public void Rounding_up_reaches_the_next_multiple_and_no_further() =>
        Gen.Select(Gen.Long[0, 1L << 50], Gen.Long[1, 1L << 30]).Sample((value, unit) =>
        {
            var rounded = new Bytes(value).RoundUpTo(new Bytes(unit)).Value;
            return rounded >= value && rounded - value < unit && rounded % unit == 0;
        });
}
