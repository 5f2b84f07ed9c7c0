using System.Text;
using EventOps.Linux.Uevents;

namespace EventOps.Linux.Tests.Uevents;

public sealed class UeventTests
{
    private const string Message = "change@/devices/virtual/block/loop0\0ACTION=change\0DEVPATH=/devices/virtual/block/loop0\0SUBSYSTEM=block\0"
        + "RESIZE=1\0MAJOR=7\0MINOR=0\0DEVNAME=loop0\0DEVTYPE=disk\0SEQNUM=4711\0";

    [Fact]
    public void A_uevent_is_read_with_its_properties()
    {
        var uevent = Uevent.Parse(Encoding.UTF8.GetBytes(Message))!;
        Assert.Equal(("change", "/devices/virtual/block/loop0", "block", "loop0", 4711UL), (uevent.Action, uevent.DevPath, uevent.Subsystem, uevent.DevName, uevent.SequenceNumber));
        Assert.True(uevent.IsResize);
        Assert.False(uevent.IsMediaChange);
        Assert.Null(uevent.IsNowReadOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("libudev\0\u00fe\u00ed\u00ca\u00fe")]
    [InlineData("change@/x\0ACTION=change\0DEVPATH=/x")]
    [InlineData("change/x\0ACTION=change\0DEVPATH=/x\0")]
    [InlineData("@/x\0ACTION=\0DEVPATH=/x\0")]
    [InlineData("change@/x\0ACTION=remove\0DEVPATH=/x\0")]
    [InlineData("change@/x\0ACTION=change\0DEVPATH=/y\0")]
    [InlineData("change@/x\0ACTION=change\0DEVPATH=/x\0nonsense\0")]
    public void What_is_malformed_is_none(string message) => Assert.Null(Uevent.Parse(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void What_is_too_long_is_none() => Assert.Null(Uevent.Parse(Encoding.UTF8.GetBytes(Message + "A=" + new string('x', Uevent.LargestMessage) + "\0")));

    [Fact]
    public void Any_bytes_are_a_uevent_or_none() =>
        Hostile.Sample(Encoding.UTF8.GetBytes(Message), bytes => Uevent.Parse(bytes) is null or { Action.Length: > 0, DevPath.Length: > 0 });

    [Theory]
    [InlineData(0, 1, 16, true)]
    [InlineData(4711, 1, 16, false)]
    [InlineData(0, 2, 16, false)]
    [InlineData(0, 1, 2, false)]
    public void Only_the_kernels_own_messages_are_taken(uint port, uint group, ushort family, bool isTaken)
    {
        var sender = new byte[12];
        BitConverter.TryWriteBytes(sender, family);
        BitConverter.TryWriteBytes(sender.AsSpan(4), port);
        BitConverter.TryWriteBytes(sender.AsSpan(8), group);
        var message = Encoding.UTF8.GetBytes(Message);
        Assert.Equal(isTaken, UeventSocket.Judge(message, message.Length, sender).Kind == UeventReadingKind.Received);
        Assert.Equal(UeventReadingKind.Rejected, UeventSocket.Judge(message, message.Length + 1, sender).Kind);
    }

    [Fact]
    public void Skipped_numbers_are_counted_and_late_ones_are_taken_off()
    {
        var gaps = new SequenceGaps();
        Assert.Equal([0UL, 0, 2, 0, 0, 0], new ulong[] { 10, 11, 14, 12, 0, 15 }.Select(gaps.Note));
        Assert.Equal(1UL, gaps.Missing);
    }
}
