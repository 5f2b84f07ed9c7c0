using EventOps.Model;
using EventOps.Sensors.Volumes;

namespace EventOps.Sensors.Tests.Volumes;

public sealed class SampleGateTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private readonly SampleGate _gate = new();

    [Fact]
    public void The_first_reading_passes_and_the_same_again_never_does()
    {
        Assert.True(_gate.Passes(Sample(500), false, TimeSpan.Zero));
        Assert.False(_gate.Passes(Sample(500), false, Soon));
        Assert.False(_gate.Passes(Sample(500), false, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void D20_each_crossing_passes_at_once_and_what_lies_between_does_not()
    {
        Assert.True(_gate.Passes(Sample(151), false, TimeSpan.Zero));
        Assert.True(_gate.Passes(Sample(149), true, Soon));
        Assert.False(_gate.Passes(Sample(148.9), true, Soon));
        Assert.True(_gate.Passes(Sample(151), false, Soon));
        Assert.False(_gate.Passes(Sample(151.1), false, Soon));
    }

    [Fact]
    public void Over_the_threshold_each_sixteenth_of_what_is_left_passes()
    {
        Assert.True(_gate.Passes(Sample(160), true, TimeSpan.Zero));
        Assert.False(_gate.Passes(Sample(150.1), true, Soon));
        Assert.True(_gate.Passes(Sample(149.9), true, Soon));
    }

    [Fact]
    public void D17_whatever_changes_the_volume_itself_passes_at_once()
    {
        var first = Sample(500);
        VolumeSampled[] changes =
        [
            first with { DeviceSize = Bytes.FromGiB(2) },
            first with { FileSystemSize = Bytes.FromGiB(2) },
            first with { Size = Bytes.FromGiB(2) },
            first with { IsReadOnly = true },
        ];
        foreach (var change in changes)
        {
            _gate.Reset();
            Assert.True(_gate.Passes(first, false, TimeSpan.Zero));
            Assert.True(_gate.Passes(change, false, Soon));
        }
    }

    [Fact]
    public void A_trickle_passes_once_a_second_and_a_slow_one_less_often()
    {
        Assert.True(_gate.Passes(Sample(500), false, TimeSpan.Zero));
        Assert.False(_gate.Passes(Sample(499, TimeSpan.FromSeconds(5)), false, TimeSpan.FromMilliseconds(999)));
        Assert.True(_gate.Passes(Sample(499, TimeSpan.FromSeconds(5)), false, TimeSpan.FromSeconds(1)));
        Assert.False(_gate.Passes(Sample(498, TimeSpan.FromDays(30)), false, TimeSpan.FromSeconds(30)));
        Assert.True(_gate.Passes(Sample(498, TimeSpan.FromDays(30)), false, TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public void D3_a_storm_of_readings_makes_a_few_events()
    {
        var passed = 0;
        for (var i = 0; i < 100_000; i++)
        {
            passed += _gate.Passes(Sample(500 - (i * 0.003)), false, TimeSpan.FromMicroseconds(100 * i)) ? 1 : 0;
        }

        Assert.InRange(passed, 5, 20);
    }

    private static VolumeSampled Sample(double availableMiB, TimeSpan? timeToFull = null)
    {
        var available = new Bytes((long)(availableMiB * (1 << 20)));
        return new VolumeSampled("v", Bytes.FromGiB(1), available, available, 0, 0, Bytes.FromGiB(1), Bytes.FromGiB(1), default, default, false, timeToFull);
    }
}
