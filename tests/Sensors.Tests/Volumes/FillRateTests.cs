using CsCheck;
using EventOps.Model;
using EventOps.Sensors.Volumes;

namespace EventOps.Sensors.Tests.Volumes;

public sealed class FillRateTests
{
    private static readonly Bytes PerMinute = Bytes.FromMiB(100);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(250)]
    [InlineData(1000)]
    public void A_steady_filling_is_told_within_a_tenth_however_often_it_is_read(int everyMilliseconds)
    {
        var rate = new FillRate();
        for (var t = 0; t <= 90_000; t += everyMilliseconds)
        {
            rate.Add(TimeSpan.FromMilliseconds(t), new Bytes(PerMinute.Value * t / 60_000));
        }

        var expected = PerMinute.Value / 60.0;
        Assert.InRange(rate.Short.PerSecond, expected * 0.9, expected * 1.1);
        Assert.InRange(rate.Long.PerSecond, expected * 0.9, expected * 1.1);
    }

    [Fact]
    public void A_steady_filling_read_at_odd_times_is_told_within_a_tenth() => Gen.Int[1, 3000].Array[60, 120].Sample(gaps =>
    {
        var rate = new FillRate();
        var t = 0L;
        rate.Add(TimeSpan.Zero, Bytes.Zero);
        foreach (var gap in gaps)
        {
            t += gap;
            rate.Add(TimeSpan.FromMilliseconds(t), new Bytes(PerMinute.Value * t / 60_000));
        }

        var expected = PerMinute.Value / 60.0;
        return Math.Abs(rate.Long.PerSecond - expected) <= expected * 0.1 && Math.Abs(rate.Short.PerSecond - expected) <= expected * 0.1;
    });

    [Fact]
    public void A_burst_shows_at_once_in_the_short_window_and_is_forgotten_after_it()
    {
        var rate = new FillRate();
        var used = Bytes.Zero;
        for (var t = 0; t < 10_000; t += 10)
        {
            used += t is >= 5000 and < 5500 ? Bytes.FromMiB(10) : Bytes.Zero;
            rate.Add(TimeSpan.FromMilliseconds(t), used);
            if (t == 5490)
            {
                Assert.InRange(rate.Short.PerSecond, 400L << 20, 600L << 20);
            }
        }

        Assert.Equal(ByteRate.Zero, rate.Short);
        Assert.True(rate.Long > ByteRate.Zero);
        Assert.Equal(rate.Long, rate.Fastest);
    }

    [Fact]
    public void What_is_written_and_deleted_again_within_the_window_is_no_filling()
    {
        var rate = new FillRate();
        for (var t = 0; t <= 5000; t += 50)
        {
            rate.Add(TimeSpan.FromMilliseconds(t), t is >= 2000 and < 3000 ? Bytes.FromGiB(1) : Bytes.Zero);
        }

        Assert.Equal(ByteRate.Zero, rate.Short);
        Assert.Equal(ByteRate.Zero, rate.Long);
    }

    [Fact]
    public void A_volume_that_empties_has_a_negative_rate_and_nothing_to_plan_for()
    {
        var rate = new FillRate();
        rate.Add(TimeSpan.Zero, Bytes.FromGiB(1));
        rate.Add(TimeSpan.FromSeconds(1), Bytes.Zero);
        Assert.True(rate.Short < ByteRate.Zero);
        Assert.Equal(ByteRate.Zero, rate.Fastest);
    }

    [Fact]
    public void After_a_reset_nothing_is_known_of_what_was_before()
    {
        var rate = new FillRate();
        rate.Add(TimeSpan.Zero, Bytes.Zero);
        rate.Add(TimeSpan.FromSeconds(1), Bytes.FromGiB(1));
        rate.Reset();
        Assert.Equal(ByteRate.Zero, rate.Fastest);
        rate.Add(TimeSpan.FromSeconds(2), Bytes.FromGiB(5));
        Assert.Equal(ByteRate.Zero, rate.Fastest);
    }

    [Fact]
    public void Two_readings_at_one_moment_are_no_endless_rate()
    {
        var rate = new FillRate();
        rate.Add(TimeSpan.FromSeconds(1), Bytes.Zero);
        rate.Add(TimeSpan.FromSeconds(1), Bytes.FromGiB(1));
        Assert.Equal(ByteRate.Zero, rate.Fastest);
    }
}
