using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Uevents;
using EventOps.Model;

namespace EventOps.Linux.Tests.Uevents;

public sealed class UeventSocketTests
{
    [Fact]
    public void A_grown_loop_device_is_told_by_the_kernel()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root and loop devices");
        using var folder = new ScratchFolder();
        var image = folder.MakeFile("a.img", Bytes.FromMiB(1));
        using var socket = new UeventSocket();
        Assert.True(socket.ReceiveBufferSize >= 212992);
        var loop = LoopDevice.Attach(image);
        try
        {
            BackingFile.Extend(image, Bytes.FromMiB(3), allocate: false);
            loop.SetCapacity();
            var resize = Await(socket, uevent => uevent.DevName == loop.Name && uevent.IsResize);
            Assert.Equal(("change", "block"), (resize.Action, resize.Subsystem));
            Assert.NotEqual(0UL, resize.SequenceNumber);
        }
        finally
        {
            loop.Detach();
        }

        Assert.True(Await(socket, uevent => uevent.DevName == loop.Name && uevent.IsMediaChange).IsMediaChange);
    }

    [Fact]
    public void A_buffer_that_overflowed_is_told_once_and_the_socket_goes_on()
    {
        Assert.SkipUnless(Environment.UserName == "root", "writing uevents needs root");
        using var socket = new UeventSocket(receiveBuffer: 1);
        for (var i = 0; i < 100; i++)
        {
            File.WriteAllText("/sys/class/mem/null/uevent", "change");
        }

        var kinds = new List<UeventReadingKind>();
        do
        {
            kinds.Add(socket.Receive().Kind);
        }
        while (kinds[^1] != UeventReadingKind.Empty);
        Assert.Contains(UeventReadingKind.Lost, kinds);

        File.WriteAllText("/sys/class/mem/null/uevent", "change");
        Assert.Equal("null", Await(socket, uevent => uevent.DevName == "null").DevName);
    }

    private static Uevent Await(UeventSocket socket, Predicate<Uevent> wanted)
    {
        while (true)
        {
            var reading = socket.Receive();
            if (reading.Uevent is { } uevent && wanted(uevent))
            {
                return uevent;
            }

            if (reading.Kind == UeventReadingKind.Empty)
            {
                Assert.Equal(1, Poll.Wait([new PollRequest(socket.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
            }
        }
    }
}
