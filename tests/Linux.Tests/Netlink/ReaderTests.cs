using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Tests.Netlink;

public sealed class ReaderTests
{
    [Fact]
    public void What_was_built_is_read_back()
    {
        var reader = new NetlinkMessageReader(Sample());
        Assert.True(reader.Read());
        Assert.Equal((24, NetlinkFlags.Request | NetlinkFlags.Acknowledge, 7u, 9u), (reader.Type, reader.Flags, reader.Sequence, reader.Port));
        Assert.Equal([1, 2, 3, 4], reader.Payload[..4].ToArray());
        var attributes = new AttributeReader(reader.Payload[4..]);
        Assert.True(attributes.Read());
        Assert.Equal((1, 4711u), (attributes.Type, attributes.GetUInt32()));
        Assert.True(attributes.Read());
        Assert.Equal((2, "wg0"), (attributes.Type, attributes.GetText()));
        Assert.True(attributes.Read());
        Assert.Equal(3, attributes.Type);
        var nested = attributes.Nested();
        Assert.True(nested.Read());
        Assert.Equal(IPAddress.Parse("fdaa::2"), nested.GetAddress());
        Assert.False(nested.Read());
        Assert.False(attributes.Read());
        Assert.False(reader.Read());
        Assert.False(reader.IsMalformed || attributes.IsMalformed || nested.IsMalformed);
    }

    [Fact]
    public void Any_bytes_are_walked_to_an_end_within_their_bounds() => Hostile.Sample(Sample(), bytes =>
    {
        var messages = 0;
        var reader = new NetlinkMessageReader(bytes);
        while (reader.Read())
        {
            messages++;
            if (reader.Payload.Length >= 4)
            {
                Walk(reader.Payload[4..], depth: 0);
            }

            _ = NetlinkAnswer.Parse(reader.Payload, reader.Flags);
            _ = NetlinkAnswer.ParseDone(reader.Payload, reader.Flags);
        }

        return messages <= bytes.Length / NetlinkMessageReader.HeaderLength;
    });

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(17u)]
    [InlineData(uint.MaxValue)]
    public void A_message_of_a_wrong_length_ends_the_walk(uint length)
    {
        var bytes = new byte[16];
        MemoryMarshal.Write(bytes, length);
        var reader = new NetlinkMessageReader(bytes);
        Assert.False(reader.Read());
        Assert.True(reader.IsMalformed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(65535)]
    public void An_attribute_of_a_wrong_length_ends_the_walk(int length)
    {
        var bytes = new byte[8];
        MemoryMarshal.Write(bytes, (ushort)length);
        var reader = new AttributeReader(bytes);
        Assert.False(reader.Read());
        Assert.True(reader.IsMalformed);
    }

    [Fact]
    public void A_value_of_another_length_than_asked_for_is_malformed()
    {
        var reader = new AttributeReader([6, 0, 1, 0, 1, 2, 0, 0]);
        Assert.True(reader.Read());
        Assert.Equal(0u, reader.GetUInt32());
        Assert.True(reader.IsMalformed);
        Assert.False(reader.Read());
    }

    [Fact]
    public void A_refusal_is_read_with_the_kernels_words()
    {
        var payload = new NetlinkRequest(0, NetlinkFlags.None).Text(1, "Device does not exist").ToMessage(0)[16..];
        byte[] error = [.. BitConverter.GetBytes(-19), .. BitConverter.GetBytes(64u), .. new byte[12], .. payload];
        Assert.Equal(new NetlinkAnswer(19, "Device does not exist"), NetlinkAnswer.Parse(error, NetlinkFlags.Explained | NetlinkFlags.Capped));
        Assert.Equal(new NetlinkAnswer(19, ""), NetlinkAnswer.Parse(error, NetlinkFlags.Explained));
        Assert.Null(NetlinkAnswer.Parse(error.AsSpan(0, 19), NetlinkFlags.None));
    }

    [Theory]
    [InlineData(0, 16, NetlinkReadingKind.Received)]
    [InlineData(4711, 16, NetlinkReadingKind.Rejected)]
    [InlineData(0, 2, NetlinkReadingKind.Rejected)]
    public void Only_the_kernels_own_messages_are_taken(uint port, ushort family, NetlinkReadingKind kind)
    {
        var sender = new byte[12];
        BitConverter.TryWriteBytes(sender, family);
        BitConverter.TryWriteBytes(sender.AsSpan(4), port);
        Assert.Equal(kind, NetlinkSocket.Judge(new byte[16], 16, sender).Kind);
        Assert.Equal(NetlinkReadingKind.Rejected, NetlinkSocket.Judge(new byte[16], 16, sender.AsSpan(0, 8)).Kind);
    }

    [Fact]
    public void A_datagram_that_was_cut_counts_as_lost() =>
        Assert.Equal(NetlinkReadingKind.Lost, NetlinkSocket.Judge(new byte[16], 17, [16, 0, .. new byte[10]]).Kind);

    private static byte[] Sample() => new NetlinkRequest(24, NetlinkFlags.Acknowledge)
        .Fixed([1, 2, 3, 4])
        .UInt32(1, 4711)
        .Text(2, "wg0")
        .Nest(3, inner => inner.Address(1, IPAddress.Parse("fdaa::2")))
        .ToMessage(sequence: 7, port: 9).ToArray();

    private static void Walk(ReadOnlySpan<byte> bytes, int depth)
    {
        var reader = new AttributeReader(bytes);
        while (reader.Read())
        {
            _ = reader.GetText();
            if (depth < 3)
            {
                Walk(reader.Value, depth + 1);
            }
        }
    }
}
