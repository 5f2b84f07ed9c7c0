using EventOps.Linux.Native;
using EventOps.Linux.Notify;

namespace EventOps.Linux.Tests.Notify;

public sealed class InotifyTests
{
    [Fact]
    public void A_new_file_is_named_and_a_removed_watch_is_silent()
    {
        using var folder = new ScratchFolder();
        using var inotify = new InotifyInstance();
        Assert.Empty(inotify.Read().Events);
        var watch = inotify.AddWatch(LinuxPath.FromString(folder.Path), InotifyMask.Create | InotifyMask.CloseWrite | InotifyMask.OnlyFolder);
        File.WriteAllText(Path.Combine(folder.Path, "größe\n"), "x");
        Assert.Equal(1, Poll.Wait([new PollRequest(inotify.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
        var reading = inotify.Read();
        Assert.Equal([InotifyMask.Create, InotifyMask.CloseWrite], reading.Events.Select(one => one.Mask));
        Assert.All(reading.Events, one => Assert.Equal((watch, LinuxPath.FromString("größe\n")), (one.Watch, one.Name)));
        Assert.False(reading.HasLost);

        Assert.True(inotify.RemoveWatch(watch));
        Assert.False(inotify.RemoveWatch(watch));
        File.WriteAllText(Path.Combine(folder.Path, "late"), "x");
        Assert.Equal(InotifyMask.Ignored, Assert.Single(inotify.Read().Events).Mask);
    }

    [Fact]
    public void Too_many_events_are_reported_as_lost()
    {
        using var folder = new ScratchFolder("/dev/shm");
        using var inotify = new InotifyInstance();
        inotify.AddWatch(LinuxPath.FromString(folder.Path), InotifyMask.Create | InotifyMask.Delete);
        for (var i = 0; i < 20000; i++)
        {
            File.Create(Path.Combine(folder.Path, $"f{i}")).Dispose();
        }

        var hasLost = false;
        InotifyReading reading;
        do
        {
            reading = inotify.Read();
            hasLost |= reading.HasLost;
        }
        while (reading.HasMore);

        Assert.True(hasLost);
    }

    [Fact]
    public void A_watch_on_nothing_says_what_is_missing()
    {
        using var inotify = new InotifyInstance();
        var refusal = Assert.Throws<LinuxException>(() => inotify.AddWatch(LinuxPath.FromString("/no/such"), InotifyMask.Create));
        Assert.Contains("/no/such: No such file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_to_their_end_without_a_throw()
    {
        byte[] valid = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, (byte)'n', (byte)'a', (byte)'m', (byte)'e', 0, 0, 0, 0];
        var events = new List<InotifyEvent>();
        Assert.True(InotifyRecords.Parse(valid, events));
        Assert.Equal(new InotifyEvent(1, InotifyMask.Create, 0, LinuxPath.FromString("name")), Assert.Single(events));
        Hostile.Sample([.. valid, .. valid], bytes =>
        {
            var seen = new List<InotifyEvent>();
            InotifyRecords.Parse(bytes, seen);
            return seen.Count <= bytes.Length / InotifyRecords.HeaderLength;
        });
    }
}
