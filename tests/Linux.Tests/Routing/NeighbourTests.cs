using System.Net;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Routing;

/// <summary>What the kernel tells of a neighbour (struct ndmsg of linux/neighbour.h).</summary>
public sealed class NeighbourTests
{
    private const int Destination = 1;
    private const int LinkLayer = 2;

    private static readonly byte[] Address = [10, 9, 0, 2];
    private static readonly byte[] Hardware = [2, 0, 0, 0, 0, 9];

    [Fact]
    public void A_neighbour_is_told_with_its_state_and_address()
    {
        var neighbour = Assert.IsType<Neighbour>(Neighbour.Parse(Message([.. Attribute(Destination, Address), .. Attribute(LinkLayer, Hardware)])));
        Assert.Equal((7, IPAddress.Parse("10.9.0.2"), NeighbourState.Permanent, "02:00:00:00:00:09"), (neighbour.Link, neighbour.Address, neighbour.State, neighbour.HardwareAddress));
    }

    [Fact]
    public void Without_an_address_of_its_family_it_is_malformed()
    {
        Assert.Null(Neighbour.Parse(Message(Attribute(LinkLayer, Hardware))));
        Assert.Null(Neighbour.Parse(Message(Attribute(Destination, [.. new byte[15], 1]))));
        Assert.Null(Neighbour.Parse(Message(Attribute(Destination, [10, 9, 0]))));
    }

    [Fact]
    public void A_message_that_is_cut_short_anywhere_is_malformed_or_has_less()
    {
        var whole = Message([.. Attribute(Destination, Address), .. Attribute(LinkLayer, Hardware)]);
        const int Padding = 2;
        for (var length = 0; length < whole.Length - Padding; length++)
        {
            Assert.True(Neighbour.Parse(whole.AsSpan(0, length)) is null or { HardwareAddress: "" }, $"{length} bytes");
        }
    }

    [Fact]
    public void Any_bytes_are_a_neighbour_or_none() => Hostile.Sample(
        Message([.. Attribute(Destination, Address), .. Attribute(LinkLayer, Hardware)]), bytes => Neighbour.Parse(bytes) is null or { HardwareAddress.Length: < 96 });

    private static byte[] Message(byte[] attributes) => [2, 0, 0, 0, 7, 0, 0, 0, 0x80, 0, 0, 0, .. attributes];

    private static byte[] Attribute(byte type, byte[] value) => [(byte)(value.Length + 4), 0, type, 0, .. value, .. new byte[-value.Length & 3]];
}
