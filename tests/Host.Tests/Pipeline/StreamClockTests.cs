using EventOps.Host.Pipeline;

namespace EventOps.Host.Tests.Pipeline;

public sealed class StreamClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 59, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(365 * 86400)]
    [InlineData(-365 * 86400)]
    [InlineData(10 * 365 * 86400)]
    public void G7_G11_a_step_of_the_wall_clock_does_not_touch_the_stream(long seconds)
    {
        var time = new TwoClocks(Start);
        var clock = new StreamClock(time, default);
        Assert.Equal(Start, clock.Next());
        time.Wall += TimeSpan.FromSeconds(seconds);
        time.Passed += TimeSpan.FromSeconds(2);
        Assert.Equal(Start + TimeSpan.FromSeconds(2), clock.Next());
    }

    [Fact]
    public void It_goes_on_from_the_journal_when_the_wall_clock_is_behind_it()
    {
        var time = new TwoClocks(Start);
        var clock = new StreamClock(time, Start + TimeSpan.FromDays(1));
        Assert.Equal(Start + TimeSpan.FromDays(1), clock.Next());
        time.Passed += TimeSpan.FromSeconds(1);
        Assert.Equal(Start + TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1), clock.Next());
    }

    [Fact]
    public void It_takes_the_wall_clock_when_the_journal_is_older() =>
        Assert.Equal(Start, new StreamClock(new TwoClocks(Start), Start - TimeSpan.FromDays(1)).Next());

    [Fact]
    public void It_never_runs_back_even_if_the_monotonic_clock_does()
    {
        var time = new TwoClocks(Start) { Passed = TimeSpan.FromHours(1) };
        var clock = new StreamClock(time, default);
        time.Passed += TimeSpan.FromSeconds(5);
        var last = clock.Next();
        time.Passed -= TimeSpan.FromSeconds(3);
        Assert.Equal(last, clock.Next());
    }

    [Fact]
    public void G10_years_of_uptime_are_counted_exactly()
    {
        var time = new TwoClocks(Start) { Passed = TimeSpan.FromDays(5 * 365) };
        var clock = new StreamClock(time, default);
        time.Passed += TimeSpan.FromMilliseconds((1L << 32) + 1);
        Assert.Equal(Start + TimeSpan.FromMilliseconds((1L << 32) + 1), clock.Next());
    }

    /// <summary>A wall clock and a monotonic clock that the test moves apart.</summary>
    private sealed class TwoClocks(DateTimeOffset wall) : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = wall;

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
