using CsCheck;
using EventOps.Rules.Process;

namespace EventOps.Rules.Tests.Process;

public sealed class FrameTests
{
    [Fact]
    public void Frames_come_out_as_they_went_in_however_the_stream_is_cut() =>
        Gen.Select(Gen.Byte.Array[0, 5000].Array[0, 20], Gen.Int[1, 4096]).Sample((contents, piece) =>
        {
            var stream = contents.SelectMany(Write).ToArray();
            var buffer = new FrameBuffer();
            var read = new List<byte[]>();
            for (var at = 0; at < stream.Length;)
            {
                var count = Math.Min(Math.Min(piece, stream.Length - at), buffer.Space.Length);
                stream.AsSpan(at, count).CopyTo(buffer.Space.Span);
                buffer.Received(count);
                at += count;
                while (buffer.TryTake(out var kind, out var content))
                {
                    Assert.Equal(FrameKind.Now, kind);
                    read.Add(content.ToArray());
                }
            }

            return read.Count == contents.Length && read.Zip(contents).All(p => p.First.AsSpan().SequenceEqual(p.Second));
        });

    [Fact]
    public void A_frame_larger_than_the_buffer_makes_it_grow_and_the_next_still_fits()
    {
        var (large, buffer) = (new byte[300_000], new FrameBuffer());
        var stream = Write(large).Concat(Write([1, 2, 3])).ToArray();
        for (var at = 0; at < stream.Length;)
        {
            Assert.False(buffer.Space.IsEmpty);
            var count = Math.Min(buffer.Space.Length, stream.Length - at);
            stream.AsSpan(at, count).CopyTo(buffer.Space.Span);
            buffer.Received(count);
            at += count;
        }

        Assert.True(buffer.TryTake(out _, out var first));
        Assert.Equal(large.Length, first.Length);
        Assert.True(buffer.TryTake(out _, out var second));
        Assert.Equal([1, 2, 3], second.ToArray());
        Assert.False(buffer.TryTake(out _, out _));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 78 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 78 })]
    [InlineData(new byte[] { 2, 0, 0, 1, 78 })]
    [InlineData(new byte[] { 0, 0, 0, 128, 78 })]
    public void A_length_that_cannot_be_is_a_broken_stream(byte[] header) =>
        Assert.Throws<InvalidDataException>(() => Frame.TryRead(header, out _, out _));

    [Fact]
    public void Half_a_header_is_no_frame_yet() => Assert.False(Frame.TryRead([1, 0, 0], out _, out _));

    private static byte[] Write(byte[] content)
    {
        var frame = new byte[Frame.HeaderSize + content.Length];
        Frame.WriteHeader(frame, FrameKind.Now, content.Length);
        content.CopyTo(frame, Frame.HeaderSize);
        return frame;
    }
}
