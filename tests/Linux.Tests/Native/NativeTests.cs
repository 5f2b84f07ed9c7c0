using CsCheck;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Native;

public sealed class NativeTests
{
    [Fact]
    public void A_path_keeps_its_bytes() =>
        Gen.Byte[1, 255].Array[0, 50].Sample(bytes =>
        {
            var path = LinuxPath.FromBytes(bytes);
            return path.Bytes.SequenceEqual(bytes)
                && path.ToNullTerminated().AsSpan(0, bytes.Length).SequenceEqual(bytes)
                && path.ToNullTerminated()[^1] == 0
                && path == LinuxPath.FromBytes((byte[])bytes.Clone())
                && !path.ToDisplay().Any(char.IsControl);
        });

    [Fact]
    public void A_path_cannot_hold_what_the_kernel_would_cut()
    {
        Assert.Throws<ArgumentException>(() => LinuxPath.FromString("/a\0b"));
        Assert.Throws<System.Text.EncoderFallbackException>(() => LinuxPath.FromString("/a\ud800"));
        Assert.True(default(LinuxPath).IsEmpty);
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/", true)]
    [InlineData("/a", "/a/b", false)]
    public void A_path_lies_within_a_folder_by_whole_names(string path, string folder, bool isWithin) =>
        Assert.Equal(isWithin, LinuxPath.FromString(path).IsWithin(LinuxPath.FromString(folder)));

    [Fact]
    public void A_path_is_appended_with_one_slash()
    {
        Assert.Equal("/a/b", LinuxPath.FromString("/a").Append(LinuxPath.FromString("b")).ToString());
        Assert.Equal("/b", LinuxPath.FromString("/").Append(LinuxPath.FromString("b")).ToString());
        Assert.Equal("b", LinuxPath.FromString("/a/b/").Name.ToString());
    }

    [Fact]
    public async Task A_waiting_thread_wakes_when_the_event_is_set()
    {
        using var wake = new EventDescriptor();
        using var waits = new EventDescriptor();
        var waiting = Task.Run(() =>
        {
            waits.Set();
            return Poll.Wait([new PollRequest(wake.Handle, PollEvents.Readable)]);
        });
        Poll.Wait([new PollRequest(waits.Handle, PollEvents.Readable)]);
        wake.Set();
        Assert.Equal(1, await waiting);
        Assert.True(wake.Reset());
        Assert.False(wake.Reset());
        Assert.Equal(0, Poll.Wait([new PollRequest(wake.Handle, PollEvents.Readable)], TimeSpan.Zero));
    }

    [Theory]
    [InlineData("7:0", true)]
    [InlineData("7", false)]
    [InlineData(":0", false)]
    [InlineData("7:-1", false)]
    [InlineData("7:99999999999", false)]
    public void A_device_number_is_read_or_refused(string text, bool isNumber) =>
        Assert.Equal(isNumber, DeviceNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_refusal_names_operation_object_answer_and_cure()
    {
        var refusal = new LinuxException("fallocate", "/srv/a.img", Errno.ENOSPC, "free some space");
        Assert.Equal("fallocate /srv/a.img: No space left on device (28); free some space", refusal.Message);
    }
}
