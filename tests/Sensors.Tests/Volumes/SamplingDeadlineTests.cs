using CsCheck;
using EventOps.Model;
using EventOps.Sensors.Volumes;

namespace EventOps.Sensors.Tests.Volumes;

public sealed class SamplingDeadlineTests
{
    private static readonly SamplingDeadline Deadline = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
    private static readonly ByteRate FourGigabytes = new(4L << 30);

    [Fact]
    public void A_writer_at_the_fastest_rate_is_never_past_the_threshold_unseen_for_longer_than_the_shortest_wait() =>
        Gen.Select(Gen.Long[1, 1L << 40], Gen.Double[0.0, 1.0], Gen.Long[1L << 20, 1L << 36]).Sample((whole, share, fastest) =>
        {
            // Writes at full speed, always; the time between crossing and the next reading is what may be missed.
            var (rate, threshold, used, now) = (new ByteRate(fastest), whole * 0.85, whole * 0.85 * share, 0.0);
            var crossesAt = (threshold - used) / fastest;
            for (var reading = 0; reading < 100_000; reading++)
            {
                var headroom = new Bytes((long)Math.Ceiling(threshold - (used + (fastest * now))));
                if (headroom <= Bytes.Zero)
                {
                    return now - crossesAt <= Deadline.Fastest.TotalSeconds * 1.01;
                }

                now += Deadline.Next(headroom, headroom, rate, ByteRate.Zero).TotalSeconds;
            }

            return false;
        });

    [Fact]
    public void A_rate_seen_above_the_ceiling_is_believed() =>
        Assert.True(Deadline.Next(Bytes.FromGiB(60), Bytes.FromGiB(60), FourGigabytes, new ByteRate(40L << 30)) <= TimeSpan.FromSeconds(1));

    [Fact]
    public void The_wait_is_never_shorter_or_longer_than_the_bounds() => Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue], Gen.Long[1, 1L << 50], Gen.Long[-(1L << 50), 1L << 50])
        .Sample((headroom, available, fastest, observed) =>
        {
            var wait = Deadline.Next(new Bytes(headroom), new Bytes(available), new ByteRate(fastest), new ByteRate(observed));
            return wait >= Deadline.Fastest && wait <= Deadline.Slowest;
        });

    [Fact]
    public void A_far_threshold_lets_it_sleep_and_a_near_one_does_not()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Deadline.Next(Bytes.FromGiB(1000), Bytes.FromGiB(1000), FourGigabytes, ByteRate.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), Deadline.Next(Bytes.FromGiB(4), Bytes.FromGiB(5), FourGigabytes, ByteRate.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(1), Deadline.Next(new Bytes(1), Bytes.FromGiB(5), FourGigabytes, ByteRate.Zero));
    }

    [Fact]
    public void Over_the_threshold_it_looks_twice_before_the_end() =>
        Assert.Equal(TimeSpan.FromMilliseconds(500), Deadline.Next(new Bytes(-5), Bytes.FromGiB(4), FourGigabytes, ByteRate.Zero));
}
