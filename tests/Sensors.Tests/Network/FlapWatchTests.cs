using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

public sealed class FlapWatchTests
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 2, 0, 0, TimeSpan.Zero);

    private readonly FlapWatch<string> _flaps = new(Round);

    [Fact]
    public void Twice_there_and_back_is_told_at_once_then_one_state_each_round()
    {
        Change(4, at: 0);
        Assert.False(_flaps.IsHeld("a"));
        Change(1, at: 10);
        Assert.True(_flaps.IsHeld("a"));
        Assert.False(_flaps.IsHeld("b"));
        Assert.Equal(Start + Round, _flaps.NextDue);
        Assert.False(Release(at: 249));
        Assert.True(Release(at: 250));
        Assert.False(_flaps.IsHeld("a"));
        Change(1, at: 260);
        Assert.True(_flaps.IsHeld("a"));
        Assert.True(Release(at: 500));
        Assert.False(Release(at: 750));
        Change(4, at: 800);
        Assert.False(_flaps.IsHeld("a"));
    }

    [Fact]
    public void What_comes_slowly_is_never_held()
    {
        for (var at = 0; at < 5000; at += 100)
        {
            Change(1, at);
            Assert.False(_flaps.IsHeld("a"));
        }
    }

    [Fact]
    public void What_the_daemon_sets_begins_it_anew()
    {
        for (var i = 0; i < 100; i++)
        {
            Change(1, at: i);
            Assert.False(_flaps.IsHeld("a"));
            _flaps.Note("a", isOwn: true, Start.AddMilliseconds(i));
        }

        Change(9, at: 200);
        Assert.True(_flaps.IsHeld("a"));
        _flaps.Note("a", isOwn: true, Start.AddMilliseconds(201));
        Assert.False(_flaps.IsHeld("a"));
        Assert.Null(_flaps.NextDue);
    }

    private void Change(int times, int at)
    {
        for (var i = 0; i < times; i++)
        {
            _flaps.Note("a", isOwn: false, Start.AddMilliseconds(at));
        }
    }

    private bool Release(int at) => _flaps.Release(Start.AddMilliseconds(at));
}
