using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Tests.Pipeline;

public sealed class InboxTests
{
    private static readonly Event Tick = new ClockTick();

    [Fact]
    public void What_sensors_say_is_bounded_and_what_is_turned_away_is_counted()
    {
        var inbox = new Inbox();
        for (var i = 0; i < Inbox.Capacity; i++)
        {
            Assert.True(inbox.TryPost(Tick, "sensor"));
        }

        Assert.False(inbox.TryPost(Tick, "sensor"));
        Assert.False(inbox.TryPost(Tick, "sensor"));
        Assert.Equal(2, inbox.TurnedAway);

        // One taken makes room for one.
        Assert.True(inbox.TryTake(out _));
        Assert.True(inbox.TryPost(Tick, "sensor"));
        Assert.False(inbox.TryPost(Tick, "sensor"));
    }

    [Fact]
    public void Outcomes_of_actions_are_never_turned_away()
    {
        var inbox = new Inbox();
        while (inbox.TryPost(Tick, "sensor"))
        {
        }

        inbox.Post(new AlarmCleared("kept"), "executor");
        Event? last = null;
        while (inbox.TryTake(out var incoming))
        {
            last = incoming.Event;
        }

        Assert.IsType<AlarmCleared>(last);
    }

    [Fact]
    public async Task Who_waits_for_a_place_is_told_it()
    {
        var inbox = new Inbox();
        var placed = inbox.PostAsync(Tick, "s", 3, TestContext.Current.CancellationToken);
        Assert.True(inbox.TryTake(out var incoming));
        Assert.Equal((Tick, "s", 3L), (incoming.Event, incoming.Source, incoming.Cause));
        Assert.False(placed.IsCompleted);
        incoming.Placed!.SetResult(17);
        Assert.Equal(17, await placed);
    }

    [Fact]
    public async Task After_the_end_nobody_waits_in_vain()
    {
        var inbox = new Inbox();
        inbox.Complete();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inbox.PostAsync(Tick, "s", null, TestContext.Current.CancellationToken));
        Assert.False(await inbox.WaitToReadAsync(TestContext.Current.CancellationToken));
    }
}
